"""One date as a calendar is told of it: to one person, under the same UID for good."""

from datetime import datetime
from email.message import EmailMessage
from html import escape
from uuid import UUID

from services.notifications.bounces.values import ReturnPath
from services.notifications.gatherings.values import Invite
from services.notifications.values import Person
from shared import calendars
from shared.calendars import Entry, Method, Party
from shared.german import long_date
from shared.mail import Sender


def uid_of(date_id: UUID, host: str) -> str:
    """The same in mails and feeds, whoever is told."""
    return f"date-{date_id}@{host}"


def method_of(invite: Invite) -> Method:
    return Method.CANCEL if invite.cancelled else Method.REQUEST


def calendar_of(
    invite: Invite,
    to: Person,
    sender: Sender,
    host: str,
    now: datetime,
    answers: ReturnPath | None = None,
) -> str:
    """Nobody else is named in it, no link by which one could act, and no alarm.

    The organiser is where ``answers`` of calendars are read, and says that the sender acts for it:
    some programs take nothing from anybody else. Without that it is the sender.
    """
    ours = sender.address.ascii
    organizer = Party(ours, sender.name or "")
    if answers is not None:
        organizer = Party(answers.of(invite.date_id), sender.name or "", sent_by=ours)
    entry = Entry(
        uid=uid_of(invite.date_id, host),
        sequence=invite.sequence,
        starts_at=invite.slot.starts_at,
        ends_at=invite.slot.ends_at,
        summary=invite.title,
        location=invite.slot.place,
        url=invite.url,
        cancelled=invite.cancelled,
        organizer=organizer,
        attendee=Party(to.email, to.name),
    )
    how = method_of(invite)
    return calendars.calendar_of([entry], now, method=how, product="Veranstaltungen").decode()


def attach(message: EmailMessage, invite: Invite, calendar: str) -> None:
    """Both ways: beside the text for programs that act on it, and as a file for all others."""
    how = {"method": method_of(invite).value}
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
