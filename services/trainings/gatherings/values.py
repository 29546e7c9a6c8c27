"""How gatherings are shown, and what a date is made of."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from uuid import UUID

from services.trainings.values import Audience
from shared.contracts.gatherings import GatheringKind, GatheringState

OPENED = "opened-gatherings"
"""Notified when people may register."""


@dataclass(frozen=True)
class Slot:
    """A day with times of Europe/Berlin."""

    day: date
    starts: time
    ends: time

    @property
    def in_words(self) -> str:
        """9:00 bis 16:30 Uhr"""
        return f"{self.starts:%-H:%M} bis {self.ends:%-H:%M} Uhr"


@dataclass(frozen=True)
class Planned:
    """A draft with its one date, as a series lays it out."""

    kind: GatheringKind
    title: str
    content: str
    audience: Audience
    capacity: int | None
    slot: Slot
    place: str
    join_link: str


@dataclass(frozen=True)
class Amendment:
    """What is to be another way; None and what is not named stays as it is.

    ``whole`` are fields of the gathering, ``date`` those of its next date.
    """

    whole: Mapping[str, object]
    date: Mapping[str, object]
    contact_id: UUID | None = None

    def __bool__(self) -> bool:
        return bool(self.whole or self.date or self.contact_id)


@dataclass(frozen=True)
class Dated:
    """One date of a gathering as pages show it; ``join_link`` only for those with a seat."""

    id: UUID
    day: date
    starts: time
    ends: time
    starts_at: datetime
    ends_at: datetime
    place: str
    units: Decimal
    cancelled: bool
    join_link: str = ""

    @property
    def slot(self) -> Slot:
        return Slot(self.day, self.starts, self.ends)


@dataclass(frozen=True)
class Whole:
    """A gathering with its dates in order."""

    id: UUID
    tenant: str
    version: int
    kind: GatheringKind
    title: str
    content: str
    state: GatheringState
    audience: Audience
    contact_id: UUID | None
    contact: str
    """The name of who is asked; empty where it is the office itself."""
    capacity: int | None
    needs_approval: bool
    register_until: date | None
    move_up_until: date | None
    rests_in_holidays: bool
    starts_at: datetime | None
    ends_at: datetime | None
    dates: tuple[Dated, ...]

    @property
    def held(self) -> tuple[Dated, ...]:
        """Those that are not called off."""
        return tuple(each for each in self.dates if not each.cancelled)

    def is_over(self, now: datetime) -> bool:
        return self.ends_at is not None and self.ends_at <= now

    def has_begun(self, now: datetime) -> bool:
        return self.starts_at is not None and self.starts_at <= now
