"""A group of the directory is asked once, when a survey is started; who is merged is asked once."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from html import unescape
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select
from starlette.types import Receive, Scope, Send

from services.surveys.named.models import named_invitations, named_links
from services.surveys.survey_groups.models import groups, survey_members
from services.surveys.surveys.rules import audience, described
from services.surveys.surveys.values import Rule, Somebody, State
from shared.contracts.groups import GroupRecord
from shared.contracts.merging import PersonMerged
from shared.ids import new_id
from shared.web.neighbours import Network
from tests.surveys.conftest import Surveys, until
from tests.surveys.survey_round import SurveyRound

SHORT = ({"q_single": "b"}, {"q_scale": "a"})


@dataclass
class Directory:
    """Answers who is in a group, two to a page, or that it is away."""

    members: Sequence[UUID] = ()
    away: bool = False
    asked: list[str] = field(default_factory=list)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        query = scope["query_string"].decode()
        self.asked.append(f"{scope['path']}?{query}")
        place = int(query.partition("cursor=")[2] or 0)
        page = [{"person_id": str(each)} for each in self.members[place : place + 2]]
        more = f"/x?cursor={place + 2}" if place + 2 < len(self.members) else None
        status = 503 if self.away else 200
        await send({"type": "http.response.start", "status": status, "headers": []})
        body = json.dumps({"items": page, "next": more}).encode()
        await send({"type": "http.response.body", "body": body})


@pytest.fixture
def directory(surveys: Surveys) -> Directory:
    found = Directory()
    network = Network(inside={"directory": found})
    surveys.house.app.state.mounted["surveys"].state.network = network
    return found


async def grouped(surveys: Surveys) -> UUID:
    group = GroupRecord(group_id=new_id(), version=1, name="Runde")
    await surveys.hear(surveys.message(group))
    assert len(await surveys.house.rows("surveys", select(groups))) == 1
    return group.group_id


def test_only_members_are_meant_and_without_a_role_all_of_them() -> None:
    worker, head = (Somebody(uuid4(), frozenset([each])) for each in ("worker", "head"))
    people = [worker, head, Somebody(uuid4(), frozenset(["worker"]))]
    members = [worker.person_id, head.person_id]
    assert audience(people, Rule(["worker"], groups=["g"]), (), members).number == 1
    assert audience(people, Rule([], groups=["g"]), (), members).number == 2
    assert audience(people, Rule([], groups=["g"]), (), []).number == 0


def test_a_group_is_named_to_those_who_are_asked() -> None:
    assert described(Rule([], groups=["g"]), {}, {"g": "Runde"}) == "alle aus der Gruppe „Runde“"
    gone = described(Rule(["head"], groups=["g", "h"]), {}, {"g": "Runde"})
    assert gone == "Schulleitungen aus den Gruppen „Runde“, „nicht mehr vorhanden“"


async def test_who_is_in_it_is_fixed_at_the_start(surveys: Surveys, directory: Directory) -> None:
    round_, group_id = SurveyRound(surveys), await grouped(surveys)
    await round_.plan(people=8, groups=str(group_id))
    directory.members = round_.people[:6]
    page = unescape((await round_.office(f"/{round_.id}/starten")).text)
    assert "aus der Gruppe „Runde“" in page
    assert (await round_.office(f"/{round_.id}/starten", {})).status_code == 303
    directory.members = round_.people
    await until(round_.has_begun)
    assert (await round_.row()).invited == 6
    assert await surveys.house.rows("surveys", select(survey_members)) == []
    assert any("cursor=4" in each for each in directory.asked)


async def test_four_in_a_group_are_too_few(surveys: Surveys, directory: Directory) -> None:
    round_, group_id = SurveyRound(surveys), await grouped(surveys)
    await round_.plan(people=8, groups=str(group_id))
    directory.members = round_.people[:4]
    assert "Unter 5" in (await round_.office(f"/{round_.id}")).text
    assert (await round_.office(f"/{round_.id}/starten", {})).status_code == 422
    assert (await round_.row()).state is State.DRAFT


async def test_while_the_directory_is_away_it_is_not_started(
    surveys: Surveys, directory: Directory
) -> None:
    round_, group_id = SurveyRound(surveys), await grouped(surveys)
    await round_.plan(people=8, groups=str(group_id))
    directory.away = True
    path = f"/{round_.id}/starten"
    for page in (await round_.office(path), await round_.office(path, {})):
        assert "antwortet gerade nicht" in page.text
    assert (await round_.row()).state is State.DRAFT


async def test_neither_roles_nor_groups_is_nobody(surveys: Surveys) -> None:
    answer = await SurveyRound(surveys).plan(roles="")
    assert answer.status_code == 422
    assert "oder eine Gruppe" in unescape(answer.text)


@pytest.mark.parametrize("answers", [0, 1, 2])
async def test_who_is_merged_keeps_one_named_invitation_and_what_was_answered(
    surveys: Surveys, answers: int
) -> None:
    round_ = SurveyRound(surveys)
    await round_.ask(people=5, secrecy="named")
    for path in round_.paths[:answers]:
        await round_.answer(path, *SHORT)
    query = select(named_invitations).order_by(named_invitations.c.answered_at.is_(None))
    first, second, *_ = await surveys.house.rows("surveys", query)
    both = {"survivor_id": second.person_id, "merged_id": first.person_id}
    await surveys.hear(surveys.message(PersonMerged(**both, merge_id=new_id())))
    left = await surveys.house.rows("surveys", query)
    theirs = [each for each in left if each.person_id in both.values()]
    assert len(theirs) == (2 if answers == 2 else 1)
    assert sum(each.answered_at is not None for each in theirs) == answers
    assert (await round_.row()).invited == len(left)
    links = await surveys.house.rows("surveys", select(named_links.c.invitation_id))
    assert len(links) == 5
    assert {each.invitation_id for each in links} == {each.id for each in left}
