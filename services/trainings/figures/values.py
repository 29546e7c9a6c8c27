"""Parts of a school year, and what was held in one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

from shared.clock import BERLIN
from shared.codes import OpenCode
from shared.contracts.gatherings import GatheringKind
from shared.contracts.words import words
from shared.database.paging import attribute

ALL = "Alle"
SINGLE = "ohne Anstellungsträger"


class Quarter(OpenCode):
    """Of a school year: only such quarters add up to one."""

    FIRST = "1"
    SECOND = "2"
    THIRD = "3"
    FOURTH = "4"


words(
    Quarter,
    first="August bis Oktober",
    second="November bis Januar",
    third="Februar bis April",
    fourth="Mai bis Juli",
)
QUARTERS = tuple(Quarter)
_BEGINS = (8, 11, 2, 5)


class SchoolYear(NamedTuple):
    """From the first of August to the last of July."""

    begins_in: int

    @property
    def name(self) -> str:
        """2025/26"""
        return f"{self.begins_in}/{(self.begins_in + 1) % 100:02d}"

    @property
    def bounds(self) -> Sequence[datetime]:
        """Where its quarters begin, and where it ends."""
        days = [date(self.begins_in + (month < 8), month, 1) for month in _BEGINS]
        days.append(date(self.begins_in + 1, 8, 1))
        return [datetime.combine(day, time(), BERLIN) for day in days]

    def quarter(self, moment: datetime) -> Quarter:
        """Of a moment in it."""
        return QUARTERS[sum(moment >= each for each in self.bounds[1:-1])]

    def is_over(self, now: datetime) -> bool:
        return self.bounds[-1] <= now


def school_year_of(day: date) -> SchoolYear:
    """The one in which the day lies."""
    return SchoolYear(day.year - (day.month < 8))


@dataclass(frozen=True)
class Day:
    """A date of a gathering; ``off`` if it was called off, or the whole was."""

    gathering_id: UUID
    kind: GatheringKind
    capacity: int | None
    starts_at: datetime
    ends_at: datetime
    units: Decimal
    off: bool


@dataclass(frozen=True)
class Row:
    """What was held; ``seats`` is missing where there was no limit.

    The last two are missing where they would tell of too few people.
    """

    name: str
    gatherings: int
    dates: int
    hours: Decimal
    units: Decimal
    seats: int | None
    came: int | None = None
    learnt: Decimal | None = None


COLUMNS = tuple(
    attribute(*each)
    for each in (
        ("name", "Art"),
        ("gatherings", "Veranstaltungen"),
        ("dates", "Termine"),
        ("hours", "Zeitstunden"),
        ("units", "UE"),
        ("seats", "Plätze, wo begrenzt"),
        ("came", "Teilnahmen"),
        ("learnt", "UE aller Teilnahmen"),
    )
)


@dataclass(frozen=True)
class Sender:
    """People of a carrier, or of several that are too few each."""

    name: str
    people: int
    came: int
    learnt: Decimal


@dataclass(frozen=True)
class Figures:
    """``off`` are kind, gatherings and dates; ``people`` is missing where they are not counted."""

    rows: Sequence[Row]
    off: Sequence[tuple[str, int, int]]
    quarters: Sequence[Row] = ()
    senders: Sequence[Sender] = ()
    people: int | None = None
