"""One date as a calendar is told of it: to one person, under the same UID for good."""

from datetime import datetime
from email.message import EmailMessage
from html import escape

from icalendar import Calendar, Event, Timezone, vCalAddress

from services.notifications.gatherings.values import Invite
from services.notifications.values import Person
from shared.german import long_date
from shared.mail import Sender

ZONE = "Europe/Berlin"
_ZONE_RULES = """BEGIN:VTIMEZONE
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


def uid_of(invite: Invite, host: str) -> str:
    """The same in mails and feeds, whoever is told."""
    return f"date-{invite.date_id}@{host}"


def method_of(invite: Invite) -> str:
    return "CANCEL" if invite.cancelled else "REQUEST"


def calendar_of(invite: Invite, to: Person, sender: Sender, host: str, now: datetime) -> str:
    """Nobody else is named in it, no link by which one could act, and no alarm.

    The organiser is whom the mail comes from: some programs take nothing from anybody else.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Knotenpunkt//Veranstaltungen//DE")
    calendar.add("version", "2.0")
    calendar.add("method", method_of(invite))
    calendar.add_component(Timezone.from_ical(_ZONE_RULES))
    calendar.add_component(_event(invite, to, sender, host, now))
    return bytes(calendar.to_ical()).decode()


def _event(invite: Invite, to: Person, sender: Sender, host: str, now: datetime) -> Event:
    event = Event()
    event.add("uid", uid_of(invite, host))
    event.add("sequence", invite.sequence)
    event.add("dtstamp", now)
    event.add("dtstart", invite.slot.starts_at)
    event.add("dtend", invite.slot.ends_at)
    event.add("summary", " ".join(invite.title.split()))
    if invite.slot.place:
        event.add("location", invite.slot.place)
    event.add("url", invite.url)
    event.add("status", "CANCELLED" if invite.cancelled else "CONFIRMED")
    organizer = vCalAddress(f"mailto:{sender.address.ascii}")
    if sender.name:
        organizer.params["CN"] = _quoted(sender.name)
    event.add("organizer", organizer)
    event.add("attendee", _attendee(invite, to))
    return event


def _attendee(invite: Invite, to: Person) -> vCalAddress:
    attendee = vCalAddress(f"mailto:{to.email}")
    if to.name:
        attendee.params["CN"] = _quoted(to.name)
    attendee.params["ROLE"] = "REQ-PARTICIPANT"
    if not invite.cancelled:
        attendee.params["PARTSTAT"] = "ACCEPTED"
        attendee.params["RSVP"] = "FALSE"
    return attendee


def _quoted(name: str) -> str:
    """Of a parameter's value quotes and control characters are no part (RFC 5545, 3.1)."""
    return "".join(each for each in name if each.isprintable()).replace('"', "'")


def attach(message: EmailMessage, invite: Invite, calendar: str) -> None:
    """Both ways: beside the text for programs that act on it, and as a file for all others."""
    how = {"method": method_of(invite)}
    message.add_alternative(calendar, subtype="calendar", cte="base64", params=how)
    message.add_attachment(
        calendar.encode(), maintype="application", subtype="ics", filename="invite.ics"
    )


def entry_subject(invite: Invite) -> str:
    said = "Kalendereintrag abgesagt" if invite.cancelled else "Kalendereintrag"
    return f"{said}: {invite.title}, {long_date(invite.slot.day)}"


def _entry_lines(subject: str, invite: Invite) -> list[str]:
    return [
        f"{entry_subject(invite)}, {invite.slot.in_words}.",
        f"Diese Nachricht gehört zu „{subject}“. Jeder Termin kommt einzeln, damit Ihr"
        " Kalender ihn übernehmen, ändern und absagen kann.",
    ]


def write_entry(message: EmailMessage, subject: str, invite: Invite) -> None:
    """What stands in the mail that carries it, beside the one with the ``subject``."""
    lines = _entry_lines(subject, invite)
    body = "".join(f"<p>{escape(each)}</p>" for each in lines)
    html = f'<!DOCTYPE html><html lang="de"><body>{body}</body></html>\n'
    message.set_content("\n\n".join(lines) + "\n", cte="quoted-printable")
    message.add_alternative(html, subtype="html", cte="quoted-printable")
