"""Whatever happens to seats in any order, each mail says what is so when it goes out."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from typing import Any, ClassVar
from uuid import UUID

import pytest
from hypothesis import Phase
from hypothesis import strategies as st
from hypothesis.stateful import rule
from sqlalchemy import Row

from services.notifications.gatherings.models import gatherings, registrations
from services.notifications.mails.rules import full_date, moment_text
from services.notifications.mails.values import every_kind
from services.trainings.gatherings import use_cases as halls
from services.trainings.gatherings.forms import DateForm
from services.trainings.values import GONE
from shared.contracts import gatherings as facts
from shared.contracts.accounts import AccessRole, Grant
from shared.contracts.gatherings import (
    Approval,
    GatheringRecord,
    GatheringState,
    Place,
    RegistrationRecord,
)
from shared.ids import new_id
from shared.messaging import copies
from shared.messaging.event import Body, Event, Record
from shared.messaging.message import Message
from shared.messaging.router import Received
from tests.house import BERGKAMEN
from tests.notifications.ground import Ground
from tests.notifications.hall import calendar_part, read
from tests.notifications.test_smtp import part
from tests.trainings import test_seat_machine as seats
from tests.trainings.hall import opened

BEGIN = datetime(2031, 1, 15, 9, tzinfo=UTC)
"""A Wednesday; each history is played eight weeks later than the one before."""
WORKER = Grant(role=AccessRole.WORKER, municipality=BERGKAMEN)
BODIES = {
    each.type_name: each
    for each in vars(facts).values()
    if isinstance(each, type) and issubclass(each, Event | Record) and hasattr(each, "type_name")
}
COPIES = {GatheringRecord: gatherings, RegistrationRecord: registrations}
SAYS = {
    "Sie sind angemeldet": Place.CONFIRMED,
    "Platz angeboten": Place.OFFERED,
    "Warteliste": Place.WAITING,
    "Freigabe ausstehend": Place.WAITING,
}
LISTING = (*SAYS, "Neuer Termin")


class Told(seats.Seats):
    """The same acts on the same seats; what is announced reaches notifications at once."""

    ground: ClassVar[Ground]
    played: ClassVar = 0
    spoils: ClassVar[str] = ""

    def __init__(self) -> None:
        super().__init__()
        Told.played += 1
        self.hall.watch.at = BEGIN + Told.played * timedelta(weeks=8)
        ground = self.ground
        ground.run(ground.empty())
        ground.post.mails.clear()
        self.addresses: dict[str, UUID] = {}
        self.calendars: dict[tuple[str, str], tuple[int, bool, Any]] = {}
        for number, each in enumerate(self.people):
            assert each.person_id
            email = f"kim{number}@example.org"
            self.addresses[email] = each.person_id
            ground.run(ground.know(each.person_id, email, WORKER))

    def teardown(self) -> None:
        """In the end every calendar has what is, and nothing else."""
        if not hasattr(self, "id"):
            return
        for _ in range(3):
            self.mail_goes_out(90)
        seated = {each.person_id for each in self.before.values() if each.place is Place.CONFIRMED}
        held = self.row.state is not GatheringState.CANCELLED
        for (address, _), (_, comes, slot) in self.calendars.items():
            if slot[0] > self.hall.watch.at:
                assert comes == (held and self.addresses[address] in seated), "calendar"

    @rule(minutes=st.sampled_from([0, 11, 11, 70]))
    def mail_goes_out(self, minutes: int) -> None:
        self.hall.watch.at += timedelta(minutes=minutes)
        self._sync()
        self.ground.run(self.ground.deliver())
        mails = [*self.ground.post.mails]
        self.ground.post.mails.clear()
        for each in mails:
            self.is_so(each)

    @rule(place=st.sampled_from(["Rathaus", "Aula"]))
    def elsewhere(self, place: str) -> None:
        day, office = self.hall.run(self.hall.day_of(self.id)), self.hall.office
        starts, ends = (f"{each:%H:%M}" for each in (day.starts, day.ends))
        form = DateForm(day=day.day, starts=starts, ends=ends, place=place, version=day.version)
        self.do(lambda uow: halls.change_date(uow, office, self.id, day.id, form))

    def do(self, deed: Any) -> None:
        hall = self.hall
        hall.run(hall.act(deed))
        self._sync()
        for name, data in hall.run(hall.announced()):
            if name in BODIES:
                self._hear(BODIES[name].model_validate_json(data))
        self.before = {each.id: each for each in hall.run(hall.entries(self.id))}
        self.row = hall.run(hall.gathering(self.id))
        self.day = hall.run(hall.day_of(self.id))

    def is_so(self, mail: EmailMessage) -> None:
        address, what = mail["To"].addresses[0].addr_spec, mail["Subject"].partition(":")[0]
        mine = self._of(self.addresses[address])
        off = self.row.state is GatheringState.CANCELLED
        if what in SAYS:
            assert not off, "called off"
            there = [each for each in mine if each.place not in GONE]
            assert [each.place for each in there] == [SAYS[what]], "another place"
            entry = there[0]
            pending = entry.approval is Approval.PENDING
            assert pending == (what == "Freigabe ausstehend"), "another reason"
            self._is_offered(entry, part(mail, "plain"))
        if what in LISTING:
            assert self._slot() in part(mail, "plain"), "another date"
        if calendar_part(mail) is not None:
            self._is_entered(address, mail, mine)

    def _is_offered(self, entry: Row[Any], text: str) -> None:
        if entry.place is Place.OFFERED:
            assert entry.answer_until > self.hall.watch.at, "too late"
            assert moment_text(entry.answer_until) in text, "another deadline"

    def _is_entered(self, address: str, mail: EmailMessage, mine: Sequence[Row[Any]]) -> None:
        method = calendar_part(mail).get_param("method")
        [event] = read(mail).events
        key = (address, event.uid)
        number, came, _ = self.calendars.get(key, (-1, False, None))
        assert event.uid.startswith(f"date-{self.day.id}@"), "another identity"
        assert event.sequence is not None
        assert event.sequence > number, "sequence"
        [attendee] = event.attendees
        assert attendee.uri == f"mailto:{address}", "somebody else's"
        seated = any(each.place is Place.CONFIRMED for each in mine)
        comes = seated and self.row.state is not GatheringState.CANCELLED
        assert (method == "REQUEST") == comes, "another method"
        assert comes or came, "cancelled and never invited"
        slot = (event.dtstart, event.dtend, event.location)
        now = (self.day.starts_at, self.day.ends_at, self.day.place or None)
        assert not comes or slot == now, "another time"
        self.calendars[key] = (event.sequence, comes, slot)

    def _of(self, person_id: UUID) -> list[Row[Any]]:
        return [each for each in self.before.values() if each.person_id == person_id]

    def _slot(self) -> str:
        day = self.day
        place = f", {day.place}" if day.place else ""
        return f"{full_date(day.day)}, {day.starts:%-H:%M} bis {day.ends:%-H:%M} Uhr{place}"

    def _sync(self) -> None:
        ahead = self.hall.watch.at - self.ground.clock.now()
        self.ground.clock.forward(max(ahead, timedelta()))

    def _hear(self, body: Body) -> None:
        message = Message(
            id=new_id(),
            topic=body.topic,
            key=body.key,
            type=body.type_name,
            time=self.hall.watch.at,
            tenant=BERGKAMEN,
            correlation_id=new_id(),
            causation_id=None,
            data=None,
        )
        if isinstance(body, Record):
            self.ground.run(self._copy(body, message))
            return
        told = [each for kind in every_kind().values() for each in kind.facts]
        drafts = [
            draft
            for fact in told
            if fact.event is type(body)
            for draft in fact.drafts(Received(body, message))
        ]
        self.ground.run(self.ground.owe(*((each, Received(body, message)) for each in drafts)))

    async def _copy(self, body: Record, message: Message) -> None:
        if self.spoils == body.type_name:
            stale = {"place": Place.CONFIRMED} if "place" in type(body).model_fields else {}
            body = body.model_copy(update=stale)
        table: Any = COPIES[type(body)]
        async with self.ground.context.database.transaction() as uow:
            await copies.apply(uow._transaction, table, body.key_field, [(message, body)])


def test_each_mail_says_what_is_so_and_calendars_follow(ground: Ground) -> None:
    Told.ground = ground
    ground.post.open()
    with opened() as hall:
        seats.explore(Told, hall, 5, Phase.generate)
    ground.post.close()


def test_a_mail_that_says_what_is_not_so_is_found_out(ground: Ground) -> None:
    wrong = type("Wrong", (Told,), {"spoils": RegistrationRecord.type_name, "ground": ground})
    ground.post.open()
    with opened() as hall, pytest.raises(AssertionError, match="another place"):
        seats.explore(wrong, hall, 2, Phase.generate)
    ground.post.close()
