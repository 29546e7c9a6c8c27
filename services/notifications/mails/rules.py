"""How mails count, date and call things in German."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import NamedTuple, TypedDict
from uuid import UUID

from services.notifications.gatherings.values import LINK_AFTER, Seat
from services.notifications.mails.values import MailContext, MailText, NoticeContext
from services.notifications.values import NotYet
from shared.clock import BERLIN
from shared.contracts.directory import Role
from shared.contracts.gatherings import CATALOGUE, REGISTRATION_PAGE, DateFact, SlotFact
from shared.contracts.invitations import INVITATION_PAGE
from shared.contracts.measures import MEASURE_PAGE
from shared.contracts.meetings import ACTION_PAGE
from shared.contracts.surveys import Occasion
from shared.german import long_date, time_of_day
from shared.links import LinkKind

WEEKDAYS = ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag")

ROLES = {
    Role.CARRIER: "Ansprechperson des Anstellungsträgers",
    Role.HEAD: "Schulleitung",
    Role.SCHOOL_AUTHORITY: "Ansprechperson des Schulträgers",
    Role.IT: "Ansprechperson für die IT",
    Role.COORDINATOR: "Koordinierungsstelle",
    Role.YOUTH_OFFICE: "Ansprechperson im Jugendamt",
    Role.WORKER: "Fachkraft",
    Role.BUDDY: "Patin oder Pate",
}

DAYS = {Occasion.DAY_30: 30, Occasion.DAY_100: 100}

NEW_FOR = timedelta(days=30)
"""How long after the first day a mail still speaks of a start."""

LINK_AFTER_DUE = timedelta(days=60)
LINK_AT_LEAST = timedelta(days=30)
CONSULTATION_LINK = timedelta(days=90)


def full_date(day: date) -> str:
    """Montag, 1. Februar 2027"""
    return f"{WEEKDAYS[day.weekday()]}, {day_of_month(day)}"


def day_of_month(day: date) -> str:
    """1. Februar 2027"""
    return long_date(day).partition(", ")[2]


class Start(StrEnum):
    """When the first day is, for somebody who reads a mail today."""

    AHEAD = "ahead"
    TODAY = "today"
    RECENT = "recent"
    LONG_AGO = "long_ago"


def start_seen_from(today: date, start: date) -> Start:
    """Whether the first day lies ahead, is today, was recently or long ago."""
    if start >= today:
        return Start.TODAY if start == today else Start.AHEAD
    return Start.RECENT if today - start <= NEW_FOR else Start.LONG_AGO


def pulse_days(start: date, last_day: date | None, today: date) -> list[int]:
    """After how many days somebody will still be asked."""
    days = {after: start + timedelta(days=after) for after in DAYS.values()}
    return [
        after
        for after, day in days.items()
        if day >= today and (last_day is None or day <= last_day)
    ]


def due_text(due_on: date, today: date) -> str:
    """By when; of a day that has passed only that it has."""
    if due_on < today:
        return "sobald wie möglich"
    if due_on == today:
        return f"heute, {full_date(due_on)}"
    return f"bis {full_date(due_on)}"


def tasks_text(count: int) -> str:
    """eine Aufgabe, 6 Aufgaben"""
    return "eine Aufgabe" if count == 1 else f"{count} Aufgaben"


def joined(names: Sequence[object]) -> str:
    """A, B und C"""
    *most, last = map(str, names)
    return f"{', '.join(most)} und {last}" if most else last


def link_until(due_on: date, today: date) -> date:
    """The last day of a task's link: long after the task is due, and never too soon."""
    return max(due_on + LINK_AFTER_DUE, today + LINK_AT_LEAST)


def consultation_until(today: date, start: date | None = None) -> date:
    """The last day of the link by which a consultation is asked for: long after the first day."""
    return max(today, start or today) + CONSULTATION_LINK


def moment_text(moment: datetime) -> str:
    """Montag, 26. Oktober 2026, 18:00 Uhr"""
    return f"{full_date(moment.astimezone(BERLIN).date())}, {time_of_day(moment)}"


def date_text(each: DateFact) -> str:
    """Montag, 26. Oktober 2026, 9:00 bis 16:30 Uhr, Rathaus; never what it is for a reader today"""
    place = f", {each.place}" if each.place else ""
    return f"{slot_text(each)}{place}"


def slot_text(each: DateFact | SlotFact) -> str:
    """The same without a place."""
    return f"{full_date(each.day)}, {each.starts:%-H:%M} bis {each.ends:%-H:%M} Uhr"


def seat_of(context: NoticeContext) -> Seat:
    """What the mail is about; each registration has a mail of its own."""
    return context.seats[context.subjects[0]]


def invited_to(context: NoticeContext) -> Seat:
    """What the mail about an invitation is about; raises ``NotYet``."""
    told = context.told[0]
    if told.subject_id not in context.seats:
        raise NotYet(UUID(told.payload["gathering_id"]), absent="gatherings")
    return seat_of(context)


def invitation_links(context: NoticeContext) -> tuple[list["NoteLink"], dict[str, object]]:
    """To where one answers: whoever signs in on the page of the gathering, others by a link."""
    seat, title = seat_of(context), "Ansehen und antworten"
    if seat.signs_in:
        return [NoteLink(title, context.links.page(f"{CATALOGUE}/{seat.gathering_id}"))], {}
    last_day = max(seat.last_day or context.today, context.today) + LINK_AFTER
    url = context.links.url(INVITATION_PAGE, seat.registration_id, last_day)
    return [NoteLink(title, url)], {"until": last_day}


def registration_link(context: NoticeContext) -> tuple[str, date]:
    """To the page of the registration, and the link's last day."""
    seat = seat_of(context)
    until = max(seat.last_day or context.today, context.today) + LINK_AFTER
    return context.links.url(REGISTRATION_PAGE, seat.registration_id, until), until


def paper_text(
    context: NoticeContext, subject: str, reason: str, said: Sequence[str], inside: "NoteLink"
) -> MailText:
    """A mail about what came of a gathering: who does not sign in gets there by a link."""
    links: list[NoteLink] = [inside]
    until: dict[str, object] = {}
    if not seat_of(context).signs_in:
        url, last_day = registration_link(context)
        links, until = [NoteLink("Zu Ihrer Anmeldung", url)], {"until": last_day}
    return MailText(
        subject=subject,
        reason=f"Sie erhalten diese Nachricht, weil {reason}.",
        values={"said": said, "links": links, **until},
        links=[each.url for each in links],
    )


def seat_text(
    context: NoticeContext,
    subject: str,
    said: Sequence[str],
    button: str,
    *,
    dates: Sequence[str] | None = None,
    reason: str = "Sie zu einer Veranstaltung angemeldet sind oder waren",
    entries: bool = True,
    join: Sequence[str] = (),
) -> MailText:
    """A mail about one registration: sentences, dates, one button, and what calendars read.

    Who registered somebody, and their place in line, stand on the page only. What may be gathered
    with other mails has no ``entries`` for calendars. ``join`` is for who has a seat.
    """
    seat = seat_of(context)
    url, until = registration_link(context)
    public = context.links.page(f"{CATALOGUE}/{seat.gathering_id}") if seat.signs_in else ""
    invites = seat.invites(context.today, public) if entries else []
    listed = [date_text(each) for each in seat.coming] if dates is None else dates
    return MailText(
        subject=subject,
        reason=f"Sie erhalten diese Nachricht, weil {reason}.",
        values={
            "said": said,
            "dates": listed,
            "join": join,
            "button": button,
            "url": url,
            "until": until,
            "calendar": [each.cancelled for each in invites],
        },
        links=[url],
        invites=invites,
    )


class NoteLink(NamedTuple):
    """What a button says, and where it leads."""

    title: str
    url: str


def gathering_links(context: NoticeContext, below: str) -> list[NoteLink]:
    """The pages of the gatherings that a mail is about, each once."""
    titles = {
        context.seats[each].gathering_id: context.seats[each].title for each in context.subjects
    }
    pages = {key: context.links.page(f"{below}/{key}") for key in titles}
    if len(titles) == 1:
        return [NoteLink("Veranstaltung ansehen", url) for url in pages.values()]
    return [NoteLink(titles[key], url) for key, url in pages.items()]


def assigned_links(
    context: NoticeContext, kind: LinkKind, called: str
) -> tuple[list[NoteLink], date]:
    """To what somebody is to do, each until long after its day; and the last day of them all."""
    links, until = [], context.today
    for each in {each.subject_id: each for each in context.told}.values():
        due = date.fromisoformat(each.payload["due_on"]) if each.payload["due_on"] else None
        ends = link_until(due or context.today, context.today)
        url = context.links.url(kind, UUID(each.payload["assignment_id"]), ends)
        by = f", fällig: {full_date(due)}" if due else ""
        links.append(NoteLink(f"{called} ansehen{by}", url))
        until = max(until, ends)
    return links, until


def action_text(context: NoticeContext, subject: str, said: str) -> MailText:
    """What was agreed stands on the pages only: others may read over a shoulder."""
    links, until = assigned_links(context, ACTION_PAGE, "Vorhaben")
    hint = "Ist es erledigt, genügt dort ein Klick. Alle eigenen Vorhaben stehen nach der Anmeldung"
    return MailText(
        subject=subject,
        reason="Sie erhalten diese Nachricht, weil für Sie ein Vorhaben eingetragen ist.",
        values={
            "said": [said, f"{hint} unter „Meine Vorhaben“."],
            "links": links,
            "until": until,
        },
        links=[each.url for each in links],
    )


def measure_text(context: NoticeContext, subject: str, said: str) -> MailText:
    """The same of measures; whoever is from outside has nothing but the link."""
    links, until = assigned_links(context, MEASURE_PAGE, "Maßnahme")
    hint = "Auf der Seite sagen Sie, ob sie erledigt ist, mehr Zeit braucht oder nicht möglich ist."
    if not any(each.payload.get("outside") for each in context.told):
        hint += " Alle eigenen Maßnahmen stehen nach der Anmeldung unter „Meine Maßnahmen“."
    return MailText(
        subject=subject,
        reason="Sie erhalten diese Nachricht, weil für Sie eine Maßnahme eingetragen ist.",
        values={"said": [said, hint], "links": links, "until": until},
        links=[each.url for each in links],
    )


class StartFacts(TypedDict):
    """What templates say about somebody's start."""

    start_date: date
    start: Start
    again: bool
    days_since: int
    pulse_days: list[int]
    schools: list[str]
    carrier: str


def start_facts(context: MailContext) -> StartFacts:
    """Raises ``NotYet``."""
    job, directory, today = context.employment, context.directory, context.today
    return {
        "start_date": job.start_date,
        "start": start_seen_from(today, job.start_date),
        "again": job.again,
        "days_since": (today - job.start_date).days,
        "pulse_days": pulse_days(job.start_date, job.last_day, today),
        "schools": [directory.organization(each).name for each in job.schools_on(today)],
        "carrier": directory.organization(job.carrier_id).name,
    }
