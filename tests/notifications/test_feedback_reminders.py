"""Whoever has not answered is reminded once, and no table knows afterwards who that was."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from services.notifications.app import service
from services.notifications.gateways import MailServer
from services.notifications.mails.values import Topic
from services.notifications.preferences import use_cases as preferences
from services.notifications.preferences.values import Mode
from services.notifications.unkept import rules, use_cases
from services.notifications.unkept.models import unkept_mailings
from services.notifications.unkept.use_cases import Unkept
from services.notifications.unkept.values import Due
from shared.clock import BERLIN, local_date
from shared.contracts.feedback import FeedbackAsked, FeedbackOpened, WaitingRights
from shared.contracts.gatherings import Place
from shared.messaging.router import Received
from shared.web.neighbours import NoAnswer
from tests.notifications.ground import Ground
from tests.notifications.hall import MINUTE, NOON, Hall, hall
from tests.notifications.test_smtp import part

NAMES = ("kim", "jan", "ida")
AFTER = NOON + timedelta(days=63)
"""A Wednesday after the gathering."""


@dataclass
class Asked:
    """A gathering about which three were asked, and surveys, which knows who has answered."""

    held: Hall
    rights: list[UUID] = field(default_factory=lambda: [uuid4() for _ in NAMES])
    people: list[UUID] = field(default_factory=list)
    waiting: Sequence[UUID] = ()
    away: bool = False
    pulled: int = 0

    def __post_init__(self) -> None:
        ground = self.held.ground
        self.unkept = Unkept(ground.context, self, MailServer(ground._settings, ground.clock))

    async def pull(self, due: Due) -> WaitingRights:
        assert due.about_id == self.held.id
        self.pulled += 1
        if self.away:
            raise NoAnswer("surveys")
        return WaitingRights(rights=tuple(self.waiting))

    async def say_lost(self, due: Due, number: int) -> None:
        raise AssertionError("of reminders no number is told")

    def remind(self, days: int, hours: int = 0) -> list[tuple[str, str]]:
        """Addresses and links of the mails that go out so long after people were asked."""
        ground = self.held.ground
        self.held.at(AFTER + timedelta(days=days, hours=hours))
        ground.run(self.unkept.round())
        return [(each["To"], link(part(each, "plain"))) for each in self.held.mails()]

    def row(self) -> tuple[object, ...]:
        return self._rows()["unkept_mailings"][0]

    def others(self) -> dict[str, list[tuple[object, ...]]]:
        """All that is stored but the row of the reminder."""
        return {name: rows for name, rows in self._rows().items() if name != "unkept_mailings"}

    def _rows(self) -> dict[str, list[tuple[object, ...]]]:
        async def read() -> dict[str, list[tuple[object, ...]]]:
            async with self.held.ground.context.database.reading() as session:
                return {
                    each.name: [tuple(row) for row in await session.execute(select(each))]
                    for each in service.tables.sorted_tables
                }

        return self.held.ground.run(read())


def link(text: str) -> str:
    return next(word for word in text.split() if "/l/rueckmeldung/" in word)


@pytest.fixture
def asked(ground: Ground) -> Asked:
    found = Asked(hall(ground))
    held = found.held
    guests = [held.guest(each) for each in NAMES]
    found.people = [each.person_id for each in guests]
    for each in guests:
        held.stands(each, Place.CONFIRMED)
    held.at(AFTER)
    held._begin()
    closes_on = local_date(ground.clock.now()) + timedelta(days=14)
    for each, right in zip(guests, found.rights, strict=True):
        held.owe(FeedbackAsked(**held._of(each), right_id=right, closes_on=closes_on))
    opened = FeedbackOpened(
        gathering_id=held.id,
        last_day=local_date(ground.clock.now()),
        rights=tuple(found.rights),
        closes_on=closes_on,
    )

    received = Received(opened, held._message(opened))

    async def plan() -> None:
        for _ in range(2):
            async with ground.context.database.transaction() as uow:
                await use_cases.plan(uow, rules.of_feedback(received))

    ground.run(plan())
    return found


def test_the_third_working_day_reminds_once_whoever_has_not_answered_and_keeps_a_number(
    asked: Asked,
) -> None:
    first = {each["To"]: link(part(each, "plain")) for each in asked.held.mails(11 * MINUTE)}
    assert len(first) == 3
    asked.waiting = [asked.rights[2], asked.rights[0]]
    assert asked.remind(5, hours=-3) == [], "Monday at nine is an hour too early"
    before = asked.others()
    found = asked.remind(5)
    assert found == [(to, first[to]) for to, _ in found], "the link is the same"
    assert [to.partition("@")[0].rpartition("<")[2] for to, _ in found] == ["ida", "kim"]
    assert asked.others() == before
    assert asked.row()[-1] == 2
    assert asked.remind(6) == []
    assert asked.pulled == 1


def test_who_has_surveys_gathered_is_reminded_by_a_mail_of_its_own_and_who_wants_none_is_not(
    asked: Asked,
) -> None:
    ground = asked.held.ground
    asked.held.mails(11 * MINUTE)
    wishes = dict(zip(asked.people, (Mode.DAILY, Mode.WEEKLY, Mode.OFF), strict=True))

    async def choose() -> None:
        async with ground.context.database.transaction() as uow:
            for each, mode in wishes.items():
                await preferences.choose(uow, each, {Topic.SURVEYS: mode})

    ground.run(choose())
    asked.waiting = asked.rights
    found = [to.partition("@")[0].rpartition("<")[2] for to, _ in asked.remind(5)]
    assert sorted(found) == ["jan", "kim"]


def test_without_surveys_it_waits_and_after_the_last_day_nobody_is_reminded(asked: Asked) -> None:
    asked.held.mails(11 * MINUTE)
    asked.waiting, asked.away = asked.rights, True
    assert asked.remind(5) == []
    assert asked.remind(5, hours=1) == []
    assert asked.pulled == 2
    asked.away = False
    assert asked.remind(15) == []
    assert asked.pulled == 2
    assert asked.row()[-1] == 0


def test_killed_after_it_was_taken_it_is_given_up_and_nobody_hears_of_it_twice(
    asked: Asked,
) -> None:
    asked.held.mails(11 * MINUTE)
    asked.held.at(AFTER + timedelta(days=5))
    ground = asked.held.ground

    class Killed(Asked):
        async def pull(self, due: Due) -> WaitingRights:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        ground.run(Killed(asked.held).unkept.round())
    assert asked.remind(5, hours=1) == []
    assert (asked.pulled, asked.row()[-1]) == (0, None)


def test_without_a_mail_server_it_lies_in_the_mailbox(asked: Asked) -> None:
    asked.held.mails(11 * MINUTE)
    asked.waiting = asked.rights[:1]
    asked.held.at(AFTER + timedelta(days=5))
    ground = asked.held.ground
    ground.run(Unkept(ground.context, asked, None).round())
    assert len(asked.others()["kept_mails"]) == 1


def test_where_feedback_ends_before_the_third_working_day_there_is_no_reminder() -> None:
    friday = (NOON + timedelta(days=2)).astimezone(BERLIN)
    wednesday = rules.reminded_at(friday, friday.date() + timedelta(days=14))
    assert wednesday is not None
    assert (wednesday.date() - friday.date()).days == 5
    assert rules.reminded_at(friday, friday.date() + timedelta(days=4)) is None


def test_the_table_of_what_is_not_kept_has_no_column_for_people() -> None:
    assert {each.name for each in unkept_mailings.columns} == {
        "tenant",
        "kind",
        "about_id",
        "due_at",
        "closes_on",
        "taken_at",
        "began_at",
        "written_until",
        "sent",
    }
