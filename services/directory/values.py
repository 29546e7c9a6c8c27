"""What several capabilities store of a secret, how they count days, and what a file is headed."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from hashlib import sha256

from shared.web.sheets import Columns

HIRE_COLUMNS = Columns(
    required=(
        "external_id",
        "given_name",
        "family_name",
        "email",
        "start_date",
        "school_number",
        "weekly_hours",
        "funding",
    ),
    optional=("school_number_2", "weekly_hours_2", "fixed_term_until"),
    headings={
        "Personalnummer": "external_id",
        "Vorname": "given_name",
        "Nachname": "family_name",
        "E-Mail": "email",
        "Beginn": "start_date",
        "Schulnummer": "school_number",
        "Wochenstunden": "weekly_hours",
        "Schulnummer 2": "school_number_2",
        "Wochenstunden 2": "weekly_hours_2",
        "Finanzierung": "funding",
        "Befristet bis": "fixed_term_until",
    },
)
"""The headings of a file of hires."""


def digest_of(secret: str) -> bytes:
    """Of one that is random: it needs no salt and no slow digest."""
    return sha256(secret.encode("utf-8", "surrogatepass")).digest()


def day_after(day: date) -> date:
    """The next day; the last of the calendar, which some systems write for never, has none."""
    return day if day == date.max else day + timedelta(days=1)


class Became(StrEnum):
    """What a posted fact became."""

    HIRED = "hired"
    HIRED_AGAIN = "hired-again"
    CHANGED = "changed"
    DEPARTED = "departed"
    CORRECTED = "corrected"
    WITHDRAWN = "withdrawn"
    HIRE_CANCELLED = "hire-cancelled"
    ON_LEAVE = "on-leave"
    RETURNED = "returned"


class RowOutcome(StrEnum):
    """What became of a row."""

    CREATED = "created"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


class Untrue(StrEnum):
    """What a last day makes untrue that was posted for days after it."""

    PLACEMENT = "placement"
    LEAVE = "leave"


@dataclass(frozen=True)
class LaterFact:
    """A placement that would begin, or a leave that would go on, after a last day."""

    kind: Untrue
    first_day: date
    last_day: date | None
    school_name: str | None = None
