"""Somebody's seat in a gathering as this service knows it, and entries for their calendar."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import Enum, StrEnum, auto
from uuid import UUID

from shared.clock import BERLIN
from shared.contracts.gatherings import Approval, DateFact, GatheringKind, Place, SlotFact
from shared.contracts.notifications import LetterKind
from shared.json import Json

RECEIVED = LetterKind("gathering_received")
CONFIRMED = LetterKind("gathering_confirmed")
OFFERED = LetterKind("gathering_offered")
RELEASED = LetterKind("gathering_released")
CHANGED = LetterKind("gathering_changed")
REMINDER = LetterKind("gathering_reminder")
QUESTION = LetterKind("gathering_question")
"""A week before: do they really come?"""
DECLINED = LetterKind("gathering_declined")
"""Their calendar does not come: do they mean it?"""
RECEIPT = LetterKind("gathering_receipt")
"""To who has registered somebody else."""
MINUTES = LetterKind("gathering_minutes")
CERTIFICATE = LetterKind("gathering_certificate")
FEEDBACK = LetterKind("gathering_feedback")
WORKSHOPS = LetterKind("gathering_workshops")
"""In which they are; copies say nothing of it."""
FEEDBACK_REMINDER = LetterKind("gathering_feedback_reminder")
"""Never stored: it would say who has not answered."""
ASKING = (REMINDER, QUESTION, DECLINED)
"""No fact of the trainings leads to them."""
SAY_DATES = (RECEIVED, CONFIRMED, OFFERED)
"""They list the dates as these are when they go out."""
ABOUT_SEATS = (RECEIVED, CONFIRMED, OFFERED, RELEASED, CHANGED, *ASKING, RECEIPT, WORKSHOPS)
AFTERWARDS = (MINUTES, CERTIFICATE, FEEDBACK, FEEDBACK_REMINDER)
"""They stay true, whatever becomes of the seat."""
GATHERING_KINDS = (*ABOUT_SEATS, *AFTERWARDS)
"""All are about one registration."""
INVITED = LetterKind("gathering_invited")
"""About an invitation, whose gathering it names."""
UNINVITED = LetterKind("gathering_uninvited")
INVITED_ANEW = LetterKind("gathering_invited_anew")
"""To another date; as the one before, to who had the invitation."""
FOLLOWING = (UNINVITED, INVITED_ANEW)
INVITING = (INVITED, *FOLLOWING)
ACTION_ASSIGNED = LetterKind("action_assigned")
ACTION_DUE = LetterKind("action_due")
"""Both are about an action item; of what it is, only its page tells."""

Others = Sequence[tuple[UUID, Place]]
"""Registrations of the same person for the same gathering."""

LINK_AFTER = timedelta(days=30)
"""So long after the last date its link shows a registration."""
GONE = (Place.WITHDRAWN, Place.LAPSED)


class Answered(Enum):
    """What a calendar's answer leads to."""

    PROPOSED = auto()
    """It does not come, and whose it is is asked."""
    KNOWN = auto()
    COMES = auto()
    """Or may come, or was about what is not so any more."""
    FOREIGN = auto()
    BROKEN = auto()


class Lead(StrEnum):
    """How long before a date somebody is reminded; stored as it is."""

    WEEK = "week"
    DAY = "day"


DAYS = {Lead.WEEK: 7, Lead.DAY: 1}
WEEK_BEFORE: Mapping[GatheringKind, LetterKind] = {
    GatheringKind.SYMPOSIUM: QUESTION,
    GatheringKind.TRAINING: REMINDER,
    GatheringKind.QUALIFICATION: REMINDER,
}
"""What is heard a week before the first date; of all others nothing but the day before."""


@dataclass(frozen=True, slots=True)
class Slot:
    """A day with times of Europe/Berlin, and where."""

    day: date
    starts: time
    ends: time
    place: str

    @property
    def starts_at(self) -> datetime:
        return datetime.combine(self.day, self.starts, BERLIN)

    @property
    def ends_at(self) -> datetime:
        return datetime.combine(self.day, self.ends, BERLIN)

    @property
    def in_words(self) -> str:
        """9:00 bis 16:30 Uhr"""
        return f"{self.starts:%-H:%M} bis {self.ends:%-H:%M} Uhr"


@dataclass(frozen=True, slots=True)
class Invite:
    """What a calendar is told of one date: that it is so, or ``cancelled``, as it was told last.

    ``sequence`` never falls for the same person and date.
    """

    registration_id: UUID
    date_id: UUID
    sequence: int
    cancelled: bool
    slot: Slot
    title: str = ""
    url: str = ""
    """Of a page that everybody in the network may see; empty for who does not sign in."""


@dataclass(frozen=True, slots=True)
class Seat:
    """One registration and its gathering; ``told`` is what the person's calendar has by date.

    ``known_at`` and ``gathering_known_at`` say how new the copies are.
    """

    registration_id: UUID
    gathering_id: UUID
    kind: GatheringKind
    title: str
    called_off: bool
    place: Place
    approval: Approval
    answer_until: datetime | None
    sequence: int
    move_up_until: date | None
    dates: Sequence[DateFact]
    known_at: datetime
    gathering_known_at: datetime
    told: Mapping[UUID, Invite] = field(default_factory=dict)
    signs_in: bool = True
    """Whether pages of the network are of use to them."""
    apologised: bool = False
    """They had a seat and gave it up themselves."""
    others: Others = ()
    """Their other registrations for it, looked up where this one is over."""

    @property
    def is_replaced(self) -> bool:
        """Whether they have registered anew since, which is told apart."""
        return any(key > self.registration_id for key, _ in self.others)

    @property
    def coming(self) -> Sequence[DateFact]:
        """The dates that take place, in order."""
        held = [] if self.called_off else [each for each in self.dates if not each.cancelled]
        return sorted(held, key=lambda each: (each.day, each.starts))

    @property
    def last_day(self) -> date | None:
        return max((each.day for each in self.dates), default=None)

    @property
    def last_held(self) -> date | None:
        """Of the dates that take place: minutes are of it."""
        return max((each.day for each in self.coming), default=None)

    @property
    def is_seated(self) -> bool:
        return self.place is Place.CONFIRMED and not self.called_off

    def is_over(self, now: datetime) -> bool:
        """Whether the last date lies behind."""
        return bool(self.dates) and all(slot_of(each).ends_at <= now for each in self.dates)

    def knows(self, kind: LetterKind, happened_at: datetime) -> bool:
        """Whether these copies are as new as a fact of which a message of this kind tells.

        What is asked follows from no fact of theirs, and copies may be older than an invitation;
        what comes afterwards needs the title alone.
        """
        if kind in (*ASKING, INVITED, UNINVITED, WORKSHOPS, *AFTERWARDS):
            return True
        if kind == INVITED_ANEW:
            return self.gathering_known_at >= happened_at
        known = (self.known_at, self.gathering_known_at) if kind == CHANGED else (self.known_at,)
        return min(known) >= happened_at

    def differs_from(self, change: Json) -> bool:
        """Whether the date of a change is still another one than it was before that."""
        now = self.date_of(UUID(change["date_id"]))
        before = [SlotFact.model_validate(each) for each in change["before"]]
        held = [each for each in before if not each.cancelled]
        if now is None or now.cancelled:
            return bool(held)
        times = [(each.day, each.starts, each.ends) for each in held]
        elsewhere = any(each.place_changed for each in held)
        return elsewhere or times != [(now.day, now.starts, now.ends)]

    def has_told(self, date_id: UUID) -> bool:
        """Whether their calendar has a date as it is now."""
        now, told = self.date_of(date_id), self.told.get(date_id)
        if now is None or told is None or now.cancelled or told.cancelled:
            return False
        return self.is_seated and told.slot == slot_of(now)

    def date_of(self, date_id: UUID) -> DateFact | None:
        return next((each for each in self.dates if each.date_id == date_id), None)

    def invites(self, today: date, url: str) -> list[Invite]:
        """What the calendar has to be told, so that it has what is: nothing of what is past.

        Whoever has a seat by another registration keeps their entry.
        """
        if not self.called_off and any(place is Place.CONFIRMED for _, place in self.others):
            return []
        wanted = {each.date_id: slot_of(each) for each in self.coming if self.is_seated}
        told = {key: each for key, each in self.told.items() if not each.cancelled}
        found = [
            self._invite(key, slot, url, cancelled=False)
            for key, slot in wanted.items()
            if slot.day >= today and (key not in told or told[key].slot != slot)
        ]
        found += [
            self._invite(key, each.slot, url, cancelled=True)
            for key, each in told.items()
            if key not in wanted and each.slot.day >= today
        ]
        return sorted(found, key=lambda each: (each.slot.day, each.slot.starts))

    def _invite(self, date_id: UUID, slot: Slot, url: str, *, cancelled: bool) -> Invite:
        before = self.told.get(date_id)
        sequence = max(self.sequence, before.sequence + 1) if before else self.sequence
        key = self.registration_id
        return Invite(key, date_id, sequence, cancelled, slot, self.title, url)


def slot_of(each: DateFact) -> Slot:
    return Slot(each.day, each.starts, each.ends, each.place)
