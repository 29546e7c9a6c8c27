"""How somebody was there, and how that was noticed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from uuid import UUID

from services.trainings.gatherings.values import Dated
from shared.clock import BERLIN
from shared.codes import OpenCode
from shared.contracts.words import word, words

EARLIEST = timedelta(minutes=30)
"""Before a date begins nobody is marked."""


KEPT = timedelta(days=3 * 365 + 1)
"""After the end of a gathering it is known who was there."""


class Presence(OpenCode):
    """How somebody was there on a date."""

    PRESENT = "present"
    PARTLY = "partly"
    ABSENT = "absent"
    EXCUSED = "excused"


class Way(OpenCode):
    """How it was noticed."""

    LIST = "list"
    SCAN = "scan"
    LATER = "later"


class Oddity(OpenCode):
    """What is odd about a scan, which is kept nevertheless."""

    NONE = "none"
    AGAIN = "again"
    NO_SEAT = "no_seat"
    UNTIMELY = "untimely"


words(
    Presence,
    present="anwesend",
    partly="teilweise anwesend",
    absent="nicht da",
    excused="entschuldigt",
)
words(Way, list="Liste", scan="Code", later="nachgetragen")
words(
    Oddity,
    none="",
    again="war schon eingetragen",
    no_seat="ohne Platz",
    untimely="außerhalb der Zeit, zählt nicht",
)

THERE = (Presence.PRESENT, Presence.PARTLY)
COUNTING = (Oddity.NONE, Oddity.NO_SEAT)
"""A scan that is odd otherwise changes nothing."""


@dataclass(frozen=True)
class Marked:
    """One mark as it was made: ``at`` is when it was seen, ``noted_at`` when we learnt of it."""

    registration_id: UUID
    date_id: UUID
    presence: Presence
    units: Decimal | None
    way: Way
    oddity: Oddity
    at: datetime
    noted_at: datetime
    by: str = ""
    reason: str = ""

    @property
    def in_words(self) -> str:
        """teilweise anwesend (2,5 UE), Liste, durch Marlene Brüggemann: kam später"""
        units = f" ({units_in_words(self.units)} UE)" if self.units is not None else ""
        odd = word(Oddity, self.oddity)
        parts = [f"{word(Presence, self.presence)}{units}", word(Way, self.way), odd]
        by = f"durch {self.by}" if self.by else ""
        reason = f": {self.reason}" if self.reason else ""
        return ", ".join(filter(None, [*parts, by])) + reason

    @property
    def is_there(self) -> bool:
        return self.presence in THERE

    def attended(self, planned: Decimal) -> Decimal:
        """Units of a date that has ``planned`` ones."""
        if self.presence is Presence.PRESENT:
            return planned
        return min(self.units or Decimal(0), planned) if self.is_there else Decimal(0)


@dataclass(frozen=True)
class Entrant:
    """Somebody in the list of a date; ``mark`` is the one that holds."""

    registration_id: UUID
    person_id: UUID
    name: str
    has_seat: bool
    mark: Marked | None = None
    odd: bool = False

    @property
    def is_there(self) -> bool:
        return self.mark is not None and self.mark.is_there

    @property
    def state(self) -> str:
        said = self.mark.in_words if self.mark else "noch nicht eingetragen"
        return said if self.has_seat else f"{said}, hat keinen Platz"


@dataclass(frozen=True)
class Attended:
    """Of how many units of a gathering somebody was there, by date."""

    registration_id: UUID
    person_id: UUID
    marks: Mapping[UUID, Marked]
    earlier: tuple[UUID, ...] = ()
    """Other registrations of theirs, which they gave up or which were another's before a merge."""

    @property
    def registrations(self) -> tuple[UUID, ...]:
        """All of theirs."""
        return (*self.earlier, self.registration_id)

    def units(self, dates: Sequence[Dated]) -> Decimal:
        found = [
            self.marks[each.id].attended(each.units) for each in dates if each.id in self.marks
        ]
        return sum(found, Decimal(0))


@dataclass(frozen=True)
class Seen:
    """Who was at a date, with whom they worked when they registered, and for how many units."""

    person_id: UUID
    carrier_id: UUID | None
    gathering_id: UUID
    date_id: UUID
    starts_at: datetime
    planned: Decimal
    presence: Presence
    units: Decimal | None

    @property
    def attended(self) -> Decimal:
        if self.presence is Presence.PRESENT:
            return self.planned
        return min(self.units or Decimal(0), self.planned)


@dataclass(frozen=True)
class Scanned:
    """A line of a scanner that was off the net."""

    code: str
    at: datetime
    nonce: str


def opens_at(date: Dated) -> datetime:
    """From when on people are marked."""
    return date.starts_at - EARLIEST


def opens_in_words(date: Dated) -> str:
    """ab 8:30 Uhr"""
    return f"ab {opens_at(date).astimezone(BERLIN):%-H:%M} Uhr"


def units_in_words(units: Decimal) -> str:
    """6, 2,5"""
    return f"{units.normalize():f}".replace(".", ",")
