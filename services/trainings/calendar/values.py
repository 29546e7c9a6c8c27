"""A month as it is shown, and dates as calendar programs are told of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from hashlib import sha256
from urllib.parse import urlsplit
from uuid import UUID

from services.trainings.gatherings.values import Slot
from shared import calendars
from shared.clock import BERLIN
from shared.contracts.gatherings import CATALOGUE, GatheringKind

PRODUCT = "Veranstaltungen"


@dataclass(frozen=True)
class Entry:
    """A date as a calendar is told of it; nobody is named in it, and no link to join."""

    date_id: UUID
    gathering_id: UUID
    title: str
    day: date
    starts: time
    ends: time
    place: str
    cancelled: bool
    sequence: int = 0
    """Of the asker's registration, as in the mails about it; of the date in a public calendar."""


@dataclass(frozen=True)
class Happening:
    """A date in the month; ``own`` is empty for who has not registered."""

    gathering_id: UUID
    title: str
    kind: GatheringKind
    slot: Slot
    place: str
    cancelled: bool
    own: str


@dataclass(frozen=True)
class Day:
    """``outside`` where it only fills the week."""

    day: date
    outside: bool
    today: bool
    happenings: tuple[Happening, ...]


@dataclass(frozen=True)
class Month:
    """Whole weeks; ``previous`` and ``following`` are empty where there is no way on."""

    first: date
    weeks: tuple[tuple[Day, ...], ...]
    previous: str
    following: str
    more: bool = False
    """There are more dates than are shown."""

    @property
    def busy(self) -> tuple[Day, ...]:
        """Days of this month with something on."""
        days = (each for week in self.weeks for each in week)
        return tuple(each for each in days if each.happenings and not each.outside)


def etag_of(entries: Iterable[Entry], name: str) -> str:
    """The same as long as nothing of it has changed, whenever it was written."""
    text = repr((name, tuple(entries)))
    return f'"{sha256(text.encode()).hexdigest()[:32]}"'


def calendar_of(entries: Iterable[Entry], base_url: str, now: datetime, name: str = "") -> bytes:
    """One event for each, under its UID for good; with a ``name`` it is a feed."""
    found, method = [_entry(each, base_url) for each in entries], calendars.Method.PUBLISH
    return calendars.calendar_of(found, now, method=method, product=PRODUCT, name=name)


def own_date(entry: Entry, base_url: str, now: datetime) -> bytes:
    """The same entry that a mail has brought: what came as published, some never remove."""
    return calendars.calendar_of([_entry(entry, base_url)], now, method=None, product=PRODUCT)


def _entry(entry: Entry, base_url: str) -> calendars.Entry:
    return calendars.Entry(
        uid=f"date-{entry.date_id}@{urlsplit(base_url).hostname}",
        sequence=entry.sequence,
        starts_at=datetime.combine(entry.day, entry.starts, BERLIN),
        ends_at=datetime.combine(entry.day, entry.ends, BERLIN),
        summary=entry.title,
        location=entry.place,
        url=f"{base_url}{CATALOGUE}/{entry.gathering_id}",
        cancelled=entry.cancelled,
    )
