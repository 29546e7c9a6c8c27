"""Who is asked by a survey gets one mail, at none but their own hours, and nothing notes whom."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from services.notifications.gateways import MailServer
from services.notifications.hours import use_cases as hours
from services.notifications.hours.forms import HoursForm
from services.notifications.hours.values import Weekday, Window
from services.notifications.unkept import use_cases
from services.notifications.unkept.models import UnkeptMailing, unkept_mailings
from services.notifications.unkept.use_cases import ATTEMPTS, Unkept
from services.notifications.unkept.values import INVITATION, REMINDER, Due
from shared.clock import BERLIN
from shared.contracts.notifications import LetterKind
from shared.contracts.surveys import SurveyLink, SurveyLinks
from shared.database.tables import row_of
from shared.ids import new_id
from shared.web.neighbours import NoAnswer
from tests.house import BERGKAMEN
from tests.notifications.ground import Ground

FRIDAY, SUNDAY, MONDAY = date(2031, 5, 16), date(2031, 5, 18), date(2031, 5, 19)
CLOSES_ON = date(2031, 5, 30)


@dataclass
class Asking:
    """Surveys, which knows whom it asks; here nobody answers."""

    ground: Ground
    names: Sequence[str] = ("kim", "jan", "ida")
    people: dict[str, UUID] = field(default_factory=dict)
    pulled: int = 0
    lost: list[int] = field(default_factory=list)
    away: bool = False

    def __post_init__(self) -> None:
        for name in self.names:
            self.people[name] = new_id()
            self.ground.run(self.ground.know(self.people[name], f"{name}@example.org", name=name))
        self.start()

    def start(self) -> None:
        """Another process."""
        server = MailServer(self.ground._settings, self.ground.clock)
        self.unkept = Unkept(self.ground.context, self, server)

    async def pull(self, due: Due) -> SurveyLinks:
        self.pulled += 1
        links = [SurveyLink(person_id=each, secret=f"{new_id()}") for each in self.people.values()]
        return SurveyLinks(title="Bedarf", named=False, invited=3, links=tuple(links))

    async def say_lost(self, due: Due, number: int) -> None:
        if self.away:
            raise NoAnswer("surveys")
        self.lost.append(number)

    def plan(self, day: date, hour: int, kind: LetterKind = INVITATION) -> None:
        row = row_of(UnkeptMailing)(
            tenant=BERGKAMEN,
            kind=kind.value,
            about_id=new_id(),
            due_at=datetime.combine(day, time(hour), BERLIN),
            closes_on=CLOSES_ON,
        )

        async def write() -> None:
            async with self.ground.context.database.transaction() as uow:
                await use_cases.plan(uow, [row])

        self.ground.run(write())

    def at(self, day: date, hour: int, minute: int = 0) -> list[str]:
        """Who gets a mail then."""
        moment = datetime.combine(day, time(hour, minute), BERLIN)
        self.ground.clock.forward(moment - self.ground.clock.now())
        seen = len(self.ground.post.mails)
        self.ground.run(self.unkept.round())
        found = [each["To"].addresses[0].username for each in self.ground.post.mails[seen:]]
        return sorted(found)

    def sent(self) -> list[int | None]:
        async def read() -> list[int | None]:
            async with self.ground.context.database.reading() as session:
                return list(await session.scalars(select(unkept_mailings.c.sent)))

        return self.ground.run(read())

    def rests(self, name: str, *days: Weekday, opens: int = 0, closes: int = 24) -> None:
        window = Window(frozenset(days or Weekday), opens, closes)

        async def write() -> None:
            async with self.ground.context.database.transaction() as uow:
                await hours.set_own(uow, self.people[name], window)

        self.ground.run(write())


@pytest.fixture
def asking(ground: Ground) -> Asking:
    found = Asking(ground)
    ground.clock.forward(datetime.combine(FRIDAY, time(7), BERLIN) - ground.clock.now())
    ground.post.refuse.clear()
    return found


@pytest.mark.parametrize("kind", [INVITATION, REMINDER])
def test_what_is_due_at_night_or_on_a_day_off_waits_and_is_asked_for_then(
    asking: Asking, kind: LetterKind
) -> None:
    asking.plan(FRIDAY, 20, kind)
    assert asking.at(FRIDAY, 21) == asking.at(SUNDAY, 12) == asking.at(MONDAY, 7) == []
    assert asking.pulled == 0
    assert asking.at(MONDAY, 8) == ["ida", "jan", "kim"]
    assert asking.sent() == [3]


def test_the_hours_of_the_municipality_hold_instead_of_the_usual_ones(asking: Asking) -> None:
    form = HoursForm(days=[Weekday.SUNDAY], opens=10, closes=12)

    async def choose() -> None:
        async with asking.ground.context.database.transaction() as uow:
            await hours.set_for_town(uow, BERGKAMEN, form)

    asking.ground.run(choose())
    asking.plan(FRIDAY, 10)
    assert asking.at(FRIDAY, 10) == []
    assert len(asking.at(SUNDAY, 10)) == 3


def test_who_wants_mails_at_other_hours_gets_theirs_then_and_is_noted_nowhere(
    asking: Asking,
) -> None:
    asking.rests("kim", opens=14, closes=16)
    asking.plan(FRIDAY, 10)
    assert asking.at(FRIDAY, 10) == ["ida", "jan"]
    assert asking.sent() == [None]
    assert asking.at(FRIDAY, 13) == []
    assert asking.at(FRIDAY, 14) == ["kim"]
    assert (asking.sent(), asking.pulled) == ([3], 1)


def test_a_process_that_ends_while_somebody_is_held_writes_to_nobody_twice(
    asking: Asking,
) -> None:
    asking.rests("kim", Weekday.MONDAY)
    asking.plan(FRIDAY, 10)
    assert asking.at(FRIDAY, 10) == ["ida", "jan"]
    asking.ground.run(asking.unkept.give_back())
    asking.start()
    assert asking.at(FRIDAY, 11) == []
    assert asking.at(MONDAY, 9) == ["kim"]
    assert asking.pulled == 2


def test_a_process_that_was_killed_is_followed_by_another_after_half_an_hour(
    asking: Asking,
) -> None:
    asking.rests("kim", opens=14)
    asking.plan(FRIDAY, 10)
    asking.at(FRIDAY, 10)
    asking.at(FRIDAY, 12)
    killed = asking.unkept
    asking.start()
    assert asking.at(FRIDAY, 12, 25) == []
    assert asking.pulled == 1
    assert asking.at(FRIDAY, 14) == ["kim"]
    assert asking.pulled == 2
    asking.ground.run(killed.round())
    assert len([each for each in asking.ground.post.mails if "kim" in each["To"]]) == 1


def test_what_is_refused_for_now_is_tried_again_and_what_is_refused_ends_alone(
    asking: Asking,
) -> None:
    refuse = asking.ground.post.refuse
    refuse |= {"kim@example.org": "450 4.2.1 later", "jan@example.org": "550 5.1.1 nobody"}
    asking.plan(FRIDAY, 10)
    assert asking.at(FRIDAY, 10) == ["ida"]
    assert asking.lost == [1]
    assert asking.at(FRIDAY, 10, 2) == []
    refuse.pop("kim@example.org")
    assert asking.at(FRIDAY, 10, 3) == []
    assert asking.at(FRIDAY, 10, 5) == ["kim"]
    assert (asking.sent(), asking.lost) == ([2], [1])


def test_what_is_refused_too_often_is_given_up_and_is_a_number_even_if_surveys_was_away(
    asking: Asking,
) -> None:
    asking.ground.post.refuse["kim@example.org"] = "450 4.2.1 later"
    asking.plan(FRIDAY, 8)
    asking.away = True
    asking.at(FRIDAY, 8)
    for _ in range(ATTEMPTS - 1):
        asking.ground.clock.forward(timedelta(hours=1))
        asking.ground.run(asking.unkept.round())
    assert asking.sent() == [None]
    asking.away = False
    asking.ground.run(asking.unkept.round())
    assert (asking.sent(), asking.lost) == ([2], [1])


def test_of_a_reminder_nobody_learns_how_many_it_did_not_reach(asking: Asking) -> None:
    asking.ground.post.refuse["kim@example.org"] = "550 5.1.1 nobody"
    asking.plan(FRIDAY, 10, REMINDER)
    assert asking.at(FRIDAY, 10) == ["ida", "jan"]
    assert (asking.sent(), asking.lost) == ([2], [])


def test_while_the_mail_server_is_away_everybody_waits(asking: Asking) -> None:
    asking.plan(FRIDAY, 10, REMINDER)
    asking.ground.post.close()
    assert asking.at(FRIDAY, 10) == []
    asking.ground.post.open()
    assert asking.at(FRIDAY, 10, 4) == []
    assert asking.at(FRIDAY, 10, 6) == ["ida", "jan", "kim"]
    assert asking.pulled == 1
