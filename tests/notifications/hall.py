"""A gathering of Bergkamen as notifications hears of it, and people who register."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from email.message import EmailMessage
from typing import Any
from uuid import UUID

from ical.calendar import Calendar
from ical.calendar_stream import IcsCalendarStream
from sqlalchemy import select

from services.notifications.gatherings import use_cases as gatherings
from services.notifications.gatherings.models import calendar_entries
from services.notifications.gatherings.models import gatherings as halls
from services.notifications.gatherings.models import registrations as seats
from services.notifications.mails.values import every_kind
from shared.clock import BERLIN
from shared.contracts.accounts import AccessRole, Grant
from shared.contracts.gatherings import (
    Approval,
    DateFact,
    DatesChanged,
    GatheringKind,
    GatheringRecord,
    GatheringState,
    Place,
    RegistrationReceived,
    RegistrationRecord,
    SeatConfirmed,
    SeatLoss,
    SeatOffered,
    SeatReleased,
    SlotFact,
)
from shared.ids import new_id
from shared.messaging import copies
from shared.messaging.event import Event, Record
from shared.messaging.message import Message
from shared.messaging.router import Received
from tests.house import BERGKAMEN
from tests.notifications.ground import Ground
from tests.papers import check_calendar

NOON = datetime(2031, 3, 5, 12, tzinfo=BERLIN)
"""A Wednesday far ahead: a clock is never turned back."""
FIRST = date(2031, 3, 26)
MINUTE = timedelta(minutes=1)
TITLE = "Kinderschutz für Größere"


@dataclass
class Guest:
    """Somebody, and how their registration is."""

    person_id: UUID
    email: str
    registration_id: UUID = field(default_factory=new_id)
    version: int = 0
    sequence: int = 0


class Hall:
    """What the trainings would say of one gathering, and the mails that come of it."""

    def __init__(self, ground: Ground, *days: date, kind: GatheringKind, now: datetime) -> None:
        self.ground, self.kind, self.id = ground, kind, new_id()
        self.dates = [self.date(day) for day in days]
        self.version, self.title, self.state = 0, TITLE, GatheringState.OPEN
        self._seen = len(ground.post.mails)
        ground.clock.forward(now - ground.clock.now())
        self._begin()
        self.record()

    @staticmethod
    def date(day: date, starts: time = time(9)) -> DateFact:
        place = "Rathaus, Raum 101"
        return DateFact(date_id=new_id(), day=day, starts=starts, ends=time(16, 30), place=place)

    def guest(self, name: str = "kim", *, signs_in: bool = True) -> Guest:
        found = Guest(new_id(), f"{name}@example.org")
        grants = [Grant(role=AccessRole.WORKER, municipality=BERGKAMEN)] if signs_in else []
        self.ground.run(self.ground.know(found.person_id, found.email, *grants))
        return found

    def record(self) -> None:
        self.version += 1
        record = GatheringRecord(
            gathering_id=self.id,
            version=self.version,
            kind=self.kind,
            title=self.title,
            state=self.state,
            dates=tuple(self.dates),
        )
        self._copy(halls, record)

    def stands(self, who: Guest, place: Place, **given: Any) -> None:
        """The copy alone."""
        who.version += 1
        approval = given.pop("approval", Approval.NOT_NEEDED)
        record = RegistrationRecord(
            registration_id=who.registration_id,
            version=who.version,
            gathering_id=self.id,
            person_id=who.person_id,
            place=place,
            approval=approval,
            sequence=who.sequence,
            **given,
        )
        self._copy(seats, record)

    def waits(self, who: Guest, approval: Approval = Approval.NOT_NEEDED, **told: Any) -> None:
        self._begin()
        self.stands(who, Place.WAITING, approval=approval)
        self.owe(RegistrationReceived(**self._of(who), approval=approval, **told))

    def confirm(
        self, who: Guest, *, by_other: bool = False, copied: bool = True, again: bool = False
    ) -> None:
        self._begin()
        if copied:
            self.stands(who, Place.CONFIRMED)
        self.owe(SeatConfirmed(**self._of(who), by_other=by_other, again=again))

    def offer(self, who: Guest, until: datetime) -> None:
        self._begin()
        self.stands(who, Place.OFFERED, answer_until=until)
        self.owe(SeatOffered(**self._of(who), answer_until=until))

    def release(self, who: Guest, reason: SeatLoss = SeatLoss.WITHDRAWN) -> None:
        self._begin()
        who.sequence += 1
        self.stands(who, Place.WITHDRAWN, apologised=reason is SeatLoss.WITHDRAWN)
        self.owe(SeatReleased(**self._of(who), reason=reason, had_seat=True))

    def move(self, index: int, *told: Guest, place: Place = Place.CONFIRMED, **given: Any) -> None:
        """``place`` is that of those who are told."""
        self._begin()
        before = self.dates[index]
        self.dates[index] = before.model_copy(update=given)
        self.record()
        for who in told:
            who.sequence += place is Place.CONFIRMED
            self.stands(who, place)
            was = SlotFact.model_validate(before.model_dump())
            was = was.model_copy(update={"place_changed": "place" in given})
            body = DatesChanged(**self._of(who), before=(was,), date_id=before.date_id)
            self.owe(body)

    def remind(self) -> None:
        async def look() -> None:
            async with self.ground.context.database.transaction() as uow:
                await gatherings.remind(uow)

        self.ground.run(look())

    def at(self, moment: datetime) -> None:
        self.ground.clock.forward(moment - self.ground.clock.now())

    def mails(self, after: timedelta = timedelta()) -> Sequence[EmailMessage]:
        """What has gone out since the last look."""
        self.ground.clock.forward(after)
        self.ground.run(self.ground.deliver())
        new = self.ground.post.mails[self._seen :]
        self._seen = len(self.ground.post.mails)
        return new

    def entries(self) -> int:
        async def count() -> int:
            async with self.ground.context.database.reading() as session:
                return len((await session.execute(select(calendar_entries))).all())

        return self.ground.run(count())

    def owe(self, body: Event) -> None:
        event = Received(body, self._message(body))
        facts = [each for mail in every_kind().values() for each in mail.facts]
        drafts = [each for fact in facts if fact.event is type(body) for each in fact.drafts(event)]
        self.ground.run(self.ground.owe(*[(each, event) for each in drafts]))

    def _begin(self) -> None:
        """What is announced from now on is of one transaction."""
        self._now = self.ground.clock.now()

    def _of(self, who: Guest) -> dict[str, Any]:
        ids = {"gathering_id": self.id, "registration_id": who.registration_id}
        return {**ids, "person_id": who.person_id}

    def _copy(self, table: Any, record: Record) -> None:
        async def keep() -> None:
            async with self.ground.context.database.transaction() as uow:
                states = [(self._message(record), record)]
                await copies.apply(uow._transaction, table, record.key_field, states)

        self.ground.run(keep())

    def _message(self, body: Event | Record) -> Message:
        return Message(
            id=new_id(),
            topic=body.topic,
            key=body.key,
            type=body.type_name,
            time=self._now,
            tenant=BERGKAMEN,
            correlation_id=new_id(),
            causation_id=None,
            data=None,
        )


def hall(
    ground: Ground,
    *days: date,
    kind: GatheringKind = GatheringKind.TRAINING,
    now: datetime = NOON,
) -> Hall:
    return Hall(ground, *(days or (FIRST,)), kind=kind, now=now)


def calendar_part(mail: EmailMessage) -> Any:
    """What stands beside the text of a mail for a calendar."""
    found = [each for each in mail.walk() if each.get_content_type() == "text/calendar"]
    assert len(found) <= 1
    return found[0] if found else None


def read(mail: EmailMessage) -> Calendar:
    """Read back by another library than the one that wrote it."""
    part = calendar_part(mail)
    assert part is not None, mail["Subject"]
    content = part.get_payload(decode=True)
    assert isinstance(content, bytes)
    check_calendar(content)
    return IcsCalendarStream.calendar_from_ics(content.decode())
