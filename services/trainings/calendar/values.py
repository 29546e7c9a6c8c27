"""A month as it is shown, and dates as calendar programs read them (RFC 5545)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from hashlib import sha256
from urllib.parse import urlsplit
from uuid import UUID

from icalendar import Calendar, Event, Parameters, Timezone
from icalendar.prop import vDuration

from services.trainings.gatherings.values import Slot
from shared.clock import BERLIN
from shared.contracts.gatherings import CATALOGUE, GatheringKind

EVERY = timedelta(hours=6)
"""How often programs are asked to look again."""
_ZONE = """BEGIN:VTIMEZONE
TZID:Europe/Berlin
BEGIN:DAYLIGHT
DTSTART:19700329T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
TZNAME:CEST
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:19701025T030000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
TZNAME:CET
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
END:STANDARD
END:VTIMEZONE
"""
"""Yearly, as programs want it that know no zones by name."""


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
    """Of the asker's registration, as in the mails about it."""


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
    found = Calendar()
    found.add("method", "PUBLISH")
    found.add("prodid", "-//Knotenpunkt//Veranstaltungen//DE")
    found.add("version", "2.0")
    if name:
        found.add("name", name)
        found.add("x-wr-calname", name)
        found.add("refresh-interval", vDuration(EVERY, Parameters({"VALUE": "DURATION"})))
        found.add("x-published-ttl", "PT6H")
    found.add_component(Timezone.from_ical(_ZONE))
    for each in entries:
        found.add_component(_event(each, base_url, now))
    return bytes(found.to_ical(sorted=False))


def _event(entry: Entry, base_url: str, now: datetime) -> Event:
    event = Event()
    event.add("uid", f"date-{entry.date_id}@{urlsplit(base_url).hostname}")
    event.add("sequence", entry.sequence)
    event.add("dtstamp", now)
    event.add("dtstart", datetime.combine(entry.day, entry.starts, BERLIN))
    event.add("dtend", datetime.combine(entry.day, entry.ends, BERLIN))
    event.add("summary", " ".join(entry.title.split()))
    if entry.place:
        event.add("location", entry.place)
    event.add("url", f"{base_url}{CATALOGUE}/{entry.gathering_id}")
    event.add("status", "CANCELLED" if entry.cancelled else "CONFIRMED")
    return event
