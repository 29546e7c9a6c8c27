"""Whoever may vote is asked, reminded once, and told the result; of a secret vote nothing shows."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from uuid import UUID

import pytest
from sqlalchemy import insert, update

from services.trainings.models import Person
from services.trainings.statements import use_cases
from services.trainings.statements.forms import OpenForm, StatementForm
from services.trainings.statements.values import Ballot, Choice
from services.trainings.values import Audience
from shared.clock import BERLIN, local_date
from shared.contracts.accounts import AccessRole, Grant
from shared.contracts.statements import StatementRecord, VoteAsked, VoteCounted
from shared.database.tables import table_of
from shared.ids import new_id
from shared.web.sessions.models import access
from tests.house import BERGKAMEN
from tests.trainings.hall import BEGIN, DAY, Hall, me, opened

people = table_of(Person)
LAST = local_date(BEGIN) + 5 * DAY


@pytest.fixture(scope="module")
def hall() -> Iterator[Hall]:
    with opened() as found:
        yield found


class Vote:
    """On one statement, by three workers of a municipality of their own clock."""

    def __init__(self, hall: Hall, ballot: Ballot, days: int = 5) -> None:
        self.hall, hall.watch.at = hall, BEGIN
        self.people = [self.worker() for _ in range(3)]
        self.id: UUID = hall.run(self._open(ballot, days))
        self.asked = self.told()

    def worker(self) -> UUID:
        key = new_id()
        grant = Grant(role=AccessRole.WORKER, municipality=BERGKAMEN).model_dump(mode="json")
        named = {"given_name": "Nele", "family_name": "Ahrens", "version": 1}
        self.hall.run(
            self.hall.execute(insert(people).values(tenant=BERGKAMEN, person_id=key, **named))
        )
        acts = {"person_id": key, "version": 1, "grants": [grant]}
        self.hall.run(self.hall.execute(insert(access).values(acts)))
        return key

    def votes(self, who: UUID) -> None:
        mine = me(who)
        act = self.hall.act(lambda uow: use_cases.vote(uow, mine, self.id, Choice.FOR))
        assert not self.hall.run(act)

    def at(self, days: int, hour: int = 8, minutes: int = 0) -> "Vote":
        """So many days after the last one on which one may vote."""
        moment = datetime.combine(LAST + days * DAY, time(hour), BERLIN)
        self.hall.watch.at = moment + timedelta(minutes=minutes)
        self.hall.run(self.hall.act(use_cases.tell))
        return self

    def publish(self) -> None:
        act = self.hall.act(lambda uow: use_cases.publish(uow, self.hall.office, self.id))
        assert not self.hall.run(act)

    def told(self) -> list[VoteAsked | VoteCounted]:
        """Of this vote to these; the record comes before what is said of it."""
        kinds = {each.type_name: each for each in (VoteAsked, VoteCounted)}
        found = self.hall.run(self.hall.announced())
        names = [name for name, _ in found]
        assert not names or names[0] == StatementRecord.type_name
        told = [kinds[name].model_validate_json(data) for name, data in found if name in kinds]
        mine = [each for each in told if each.statement_id == self.id]
        return [each for each in mine if each.person_id in self.people]

    async def _open(self, ballot: Ballot, days: int) -> UUID:
        given = {"title": "Mehr Stellen", "text": "Wir fordern mehr.", "gathering": ""}
        form = StatementForm.model_validate(given | {"audience": Audience.WORKERS, "version": 0})
        async with self.hall.database.transaction() as uow:
            row = await use_cases.add(uow, self.hall.office, form)
            await use_cases.discuss(uow, self.hall.office, row.id)
            last = local_date(BEGIN) + days * DAY
            opens = OpenForm.model_validate({"ballot": ballot, "last_day": last})
            await use_cases.open_vote(uow, self.hall.office, row.id, opens)
            return row.id


def people_of(told: list[VoteAsked | VoteCounted]) -> set[UUID]:
    assert len({each.person_id for each in told}) == len(told)
    return {each.person_id for each in told}


def test_of_a_secret_vote_everybody_is_reminded_whether_they_have_voted_or_not(hall: Hall) -> None:
    vote = Vote(hall, Ballot.HIDDEN)
    assert people_of(vote.asked) == {*vote.people}
    vote.votes(vote.people[0])
    assert not vote.at(-1, minutes=-1).told()
    again = vote.at(-1).told()
    assert people_of(again) == {*vote.people}
    assert all(isinstance(each, VoteAsked) and each.again for each in again)
    assert not vote.at(0).told()


def test_of_a_named_vote_who_has_voted_is_left_alone_also_as_another_person(hall: Hall) -> None:
    vote = Vote(hall, Ballot.NAMED)
    first, second, third = vote.people
    vote.votes(first)
    vote.votes(second)
    other = vote.worker()
    merged = people.c.person_id == second
    hall.run(hall.execute(update(people).where(merged).values(merged_into=other)))
    vote.people = [first, other, third]
    assert people_of(vote.at(-1).told()) == {third}


def test_the_result_is_told_once_it_is_over_and_again_with_the_publication(hall: Hall) -> None:
    vote = Vote(hall, Ballot.NAMED)
    vote.votes(vote.people[0])
    vote.at(-1).told()
    counted = vote.at(1, hour=0).told()
    assert people_of(counted) == {*vote.people}
    assert {each.accepted for each in counted if isinstance(each, VoteCounted)} == {True}
    assert not vote.at(1).told()
    vote.publish()
    published = vote.told()
    assert all(isinstance(each, VoteCounted) and each.published for each in published)
    assert people_of(published) == {*vote.people}
    assert not vote.at(2).told()


def test_a_vote_of_one_day_reminds_nobody(hall: Hall) -> None:
    vote = Vote(hall, Ballot.NAMED, days=1)
    hall.watch.at = BEGIN + 4 * timedelta(hours=1)
    hall.run(hall.act(use_cases.tell))
    assert not vote.told()
