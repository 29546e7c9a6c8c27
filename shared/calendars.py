"""Entries as calendar programs read them (RFC 5545, 5546): one renderer for files, feeds, mails."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from icalendar import Calendar, Event, Parameters, Timezone, vCalAddress
from icalendar.prop import vDuration

from shared.clock import BERLIN

EVERY = timedelta(hours=6)
"""How often programs are asked to look at a feed again."""
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


class Method(StrEnum):
    """What a program is to do with it; of one that was published, some never let go."""

    PUBLISH = "PUBLISH"
    REQUEST = "REQUEST"
    CANCEL = "CANCEL"


@dataclass(frozen=True)
class Party:
    """Somebody by their mail address, and who acts for them; ``name`` may be empty."""

    email: str
    name: str = ""
    sent_by: str = ""


@dataclass(frozen=True)
class Entry:
    """One event, known by its ``uid`` for good; ``sequence`` never falls."""

    uid: str
    sequence: int
    starts_at: datetime
    ends_at: datetime
    summary: str
    location: str = ""
    url: str = ""
    cancelled: bool = False
    organizer: Party | None = None
    attendee: Party | None = None


def calendar_of(
    entries: Iterable[Entry], now: datetime, *, method: Method | None, product: str, name: str = ""
) -> bytes:
    """The method first, before any component; with a ``name`` it is a feed.

    Without a method it is nobody's message, but a copy of an entry that a mail has brought.
    """
    found = Calendar()
    if method is not None:
        found.add("method", method.value)
    found.add("prodid", f"-//Knotenpunkt//{product}//DE")
    found.add("version", "2.0")
    if name:
        found.add("name", name)
        found.add("x-wr-calname", name)
        found.add("refresh-interval", vDuration(EVERY, Parameters({"VALUE": "DURATION"})))
        found.add("x-published-ttl", "PT6H")
    found.add_component(Timezone.from_ical(_ZONE))
    for each in entries:
        found.add_component(_event(each, now))
    return bytes(found.to_ical(sorted=False))


def _event(entry: Entry, now: datetime) -> Event:
    event = Event()
    event.add("uid", entry.uid)
    event.add("sequence", entry.sequence)
    event.add("dtstamp", now)
    event.add("dtstart", entry.starts_at.astimezone(BERLIN))
    event.add("dtend", entry.ends_at.astimezone(BERLIN))
    event.add("summary", " ".join(entry.summary.split()))
    if entry.location:
        event.add("location", entry.location)
    if entry.url:
        event.add("url", entry.url)
    event.add("status", "CANCELLED" if entry.cancelled else "CONFIRMED")
    if entry.organizer is not None:
        event.add("organizer", _address(entry.organizer))
    if entry.attendee is not None:
        event.add("attendee", _attendee(entry.attendee, cancelled=entry.cancelled))
    return event


def _attendee(party: Party, *, cancelled: bool) -> vCalAddress:
    """They have said already that they come; nobody asks for an answer."""
    attendee = _address(party)
    attendee.params["ROLE"] = "REQ-PARTICIPANT"
    if not cancelled:
        attendee.params["PARTSTAT"] = "ACCEPTED"
        attendee.params["RSVP"] = "FALSE"
    return attendee


def _address(party: Party) -> vCalAddress:
    address = vCalAddress(f"mailto:{party.email}")
    if party.sent_by:
        address.params["SENT-BY"] = f"mailto:{party.sent_by}"
    if party.name:
        address.params["CN"] = _quoted(party.name)
    return address


def _quoted(name: str) -> str:
    """Of a parameter's value quotes and control characters are no part (RFC 5545, 3.1)."""
    return "".join(each for each in name if each.isprintable()).replace('"', "'")
