"""How mails count, date and call things in German."""

from collections.abc import Sequence
from datetime import date, timedelta
from enum import StrEnum
from typing import TypedDict

from services.notifications.mails.values import MailContext
from shared.contracts.directory import Role
from shared.contracts.surveys import Occasion
from shared.german import long_date

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
