"""A survey's people are invited and reminded by mail, and nothing keeps who that was."""

import re
from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from services.notifications.app import service as notifications
from services.notifications.mailbox.models import kept_mails
from services.notifications.survey_mails import use_cases
from services.notifications.survey_mails.models import survey_mailings
from services.surveys.urns.models import urn_invitations
from shared.contracts.surveys import SURVEY_LINKS, SURVEY_WAITING, SurveyLinks
from tests.conftest import OpenHouse
from tests.surveys.conftest import Surveys, until
from tests.surveys.survey_round import TITLE, SurveyRound

LINK = re.compile(r"/surveys/l/umfrage/[\w-]+")
SHORT = ({"q_single": "b"}, {"q_scale": "a"})


@pytest.fixture
async def both(open_house: OpenHouse) -> Surveys:
    return Surveys(await open_house("surveys", "notifications"))


async def kept(surveys: Surveys) -> list[str]:
    """What the mailbox has."""
    return [str(row) for row in await surveys.house.rows("notifications", select(kept_mails))]


async def sent(surveys: Surveys) -> list[tuple[bool, int | None]]:
    columns = (survey_mailings.c.reminds, survey_mailings.c.sent)
    rows = await surveys.house.rows("notifications", select(*columns))
    return sorted((row.reminds, row.sent) for row in rows)


async def write(round_: SurveyRound) -> None:
    """What the worker does when it wakes; it asks surveys over the network."""

    async def pull(survey_id: UUID, reminds: bool) -> SurveyLinks:
        assert survey_id == round_.id
        answer = await round_.pulled(SURVEY_WAITING if reminds else SURVEY_LINKS)
        return SurveyLinks.model_validate_json(answer.content)

    await use_cases.write_due(round_.surveys.house.context("notifications"), pull, None)


async def test_everybody_is_invited_and_whoever_has_not_answered_reminded_once(
    both: Surveys,
) -> None:
    house = both.house
    round_ = SurveyRound(both)
    await round_.plan(remind_on=f"{both.today + timedelta(days=5):%d.%m.%Y}")
    assert (await round_.office(f"/{round_.id}/starten", {})).status_code == 303
    await until(round_.has_begun)
    await house.quiet()
    house.clock.forward(timedelta(days=4))
    await write(round_)
    assert await sent(both) == [(False, 6), (True, None)]
    links = [LINK.findall(each)[0] for each in await kept(both)]
    assert len({*links}) == 6
    assert all(TITLE in each for each in await kept(both))
    await round_.answer(links[0], *SHORT)
    house.clock.forward(timedelta(days=2))
    await write(round_)
    await write(round_)
    assert await sent(both) == [(False, 6), (True, 5)]
    assert len(await kept(both)) == 11
    others = [each for each in notifications.tables.sorted_tables if "kept" not in each.name]
    stored = repr([await house.rows("notifications", select(each)) for each in others])
    assert not any(each.rpartition("/")[2] in stored for each in links)
    asked = await both.house.rows("surveys", select(urn_invitations.c.reminded))
    assert sorted(each.reminded for each in asked) == [1, 2, 2, 2, 2, 2]
