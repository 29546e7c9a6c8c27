"""How mails count, date and call things in German."""

from collections.abc import Sequence
from datetime import date, timedelta

from shared.contracts.directory import Role
from shared.contracts.surveys import Occasion
from shared.web.german import long_date

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

LINK_AFTER_DUE = timedelta(days=60)
LINK_AT_LEAST = timedelta(days=30)


def full_date(day: date) -> str:
    """Montag, 1. Februar 2027"""
    return f"{WEEKDAYS[day.weekday()]}, {long_date(day).partition(', ')[2]}"


def due_text(due_on: date, today: date) -> str:
    """By when, or what to do if the day has passed."""
    if due_on < today:
        return f"möglichst bald – vorgesehen war {full_date(due_on)}"
    if due_on == today:
        return f"heute, {full_date(due_on)}"
    return f"bis {full_date(due_on)}"


def tasks_text(count: int) -> str:
    """eine Aufgabe, 6 Aufgaben"""
    return "eine Aufgabe" if count == 1 else f"{count} Aufgaben"


def tasks_subject(count: int, *, own: bool) -> str:
    """Says what is wanted and from whom, without naming anybody."""
    about = "Ihre Einarbeitung" if own else "Einarbeitung einer neuen Fachkraft"
    return f"{about}: {tasks_text(count)} für Sie"


def survey_subject(occasion: Occasion) -> str:
    """Kurzbefragung: Wie geht es Ihnen nach 30 Tagen?"""
    return f"Kurzbefragung: Wie geht es Ihnen nach {DAYS[occasion]} Tagen?"


def joined(names: Sequence[str]) -> str:
    """A, B und C"""
    *most, last = names
    return f"{', '.join(most)} und {last}" if most else last


def link_until(due_on: date, today: date) -> date:
    """The last day of a task's link: long after the task is due, and never too soon."""
    return max(due_on + LINK_AFTER_DUE, today + LINK_AT_LEAST)
