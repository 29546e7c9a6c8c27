"""How hours, months and positions are counted and rounded.

Everything is reckoned exactly, by days; each figure of each row is rounded by itself, half up, and
a sum is the sum of the rows as they are printed.
"""

from calendar import monthrange
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from hashlib import sha256
from math import lcm
from uuid import UUID

from services.directory.proof_of_use.values import ProofLine, SchoolYear, Worked
from services.directory.rules import FULL_TIME
from services.directory.stretches.values import Stretch
from shared.contracts.cards import Card, Urgency
from shared.contracts.directory import Funding
from shared.contracts.funding import PROOF_OF_USE
from shared.german import number, short_date
from shared.web.kit.reasons import reasons
from shared.web.problem import FieldError, Problem

reasons(
    {
        "must not lie before the end of the school year": "Das Schuljahr ist da noch nicht zu"
        " Ende.",
        "must not lie ahead": "Das liegt in der Zukunft.",
    }
)


DAYS_OF_A_WEEK = 7
MONTHS_OF_A_YEAR = 12
PARTS_OF_A_MONTH = lcm(28, 29, 30, 31)
"""A day is a whole number of them in every month, so that nothing is rounded on the way."""
PARTS_OF_FULL_TIME = int(FULL_TIME * 100) * PARTS_OF_A_MONTH
BEFORE_DUE = timedelta(days=180)
"""From then on the start page says that a proof is due."""
SOON, NOW = timedelta(days=60), timedelta(days=14)

NOTES = (
    "Stunden: Wochenstunden nach Vertrag, je Kalendertag ein Siebtel.",
    "Personenmonate: in vollen Stellen zu 39 Wochenstunden; angebrochene Monate nach Tagen"
    " ihres Monats. Stellen: ein Zwölftel der Personenmonate, im Durchschnitt des Schuljahrs.",
    "Jede Zahl jeder Zeile ist für sich kaufmännisch auf zwei Stellen gerundet; eine Summe ist"
    " die Summe der gezeigten Zeilen.",
)
"""How it is counted, for whoever reads it."""


def coordination_said(hours: Decimal) -> str:
    """As in "19,5 Stunden in der Woche, 0,5 Stellen"."""
    positions = rounded(Fraction(hours) / Fraction(FULL_TIME))
    return f"{number(float(hours))} Stunden in der Woche, {number(float(positions))} Stellen"


Key = tuple[Funding, UUID, UUID]
"""Who pays, school, carrier."""


def school_year_of(day: date) -> SchoolYear:
    """The one in which it lies."""
    year = SchoolYear(day.year)
    return year if year.first <= day else SchoolYear(day.year - 1)


def last_over(today: date) -> SchoolYear:
    """The latest that has ended."""
    return SchoolYear(school_year_of(today).begins_in - 1)


def hours_of(each: Stretch) -> int:
    """Hours by contract, a seventh of those of a week on each day; in seven hundredths."""
    return int(each.hours * 100) * ((each.last - each.first).days + 1)


def months_of(each: Stretch) -> int:
    """Hundredths of weekly hours times parts of months; 39 h for a month are one of full time."""
    return int(each.hours * 100) * parts_between(each.first, each.last)


def parts_between(first: date, last: date) -> int:
    """Of months, from a day to a last one, each day a share of its own month."""
    whole = (last.year - first.year) * MONTHS_OF_A_YEAR + last.month - first.month
    before = (first.day - 1) * PARTS_OF_A_MONTH // monthrange(first.year, first.month)[1]
    there = last.day * PARTS_OF_A_MONTH // monthrange(last.year, last.month)[1]
    return whole * PARTS_OF_A_MONTH - before + there


def grouped(stretches: Iterable[Stretch]) -> dict[Key, list[Stretch]]:
    """By what makes a row."""
    found: dict[Key, list[Stretch]] = {}
    for each in stretches:
        found.setdefault((each.funding, each.school_id, each.carrier_id), []).append(each)
    return found


def worked(stretches: Iterable[Stretch]) -> Worked:
    """What they come to, rounded."""
    given = list(stretches)
    hours, months = sum(map(hours_of, given)), sum(map(months_of, given))
    return Worked(
        quotient(hours, 100 * DAYS_OF_A_WEEK),
        quotient(months, PARTS_OF_FULL_TIME),
        quotient(months, PARTS_OF_FULL_TIME * MONTHS_OF_A_YEAR),
    )


def rounded(exact: Fraction) -> Decimal:
    """Two places, half up."""
    return quotient(*exact.as_integer_ratio())


def quotient(number: int, parts: int) -> Decimal:
    """The same of whole numbers, a tenth of the work."""
    return Decimal((200 * number + parts) // (2 * parts)).scaleb(-2)


def digest_of(lines: Iterable[ProofLine]) -> str:
    """Stands for every figure; another one where any has changed."""
    return sha256("\n".join(_written(lines)).encode()).hexdigest()


def _written(lines: Iterable[ProofLine]) -> Iterator[str]:
    for line in lines:
        for row in line.rows:
            what = (line.funding, row.school_id, row.carrier_id, row.first, row.last, *row.worked)
            yield "|".join(str(each) for each in what)


def due_card(year: SchoolYear, today: date) -> list[Card]:
    """That the proof is due, the sooner the more urgent; nothing while there is much time."""
    left = year.due - today
    if left >= BEFORE_DUE:
        return []
    late = left < timedelta()
    said = f"Für das Schuljahr {year.name} war er am {short_date(year.due)} fällig."
    if not late:
        said = f"Für das Schuljahr {year.name}, abzugeben bis zum {short_date(year.due)}."
    urgency = Urgency.NOW if left < NOW else Urgency.SOON if left < SOON else Urgency.CALM
    return [
        Card(
            code="proof_of_use",
            title="Verwendungsnachweis",
            sentence=f"{said} Haben Sie ihn abgegeben? Dann vermerken Sie es dort.",
            due=year.due,
            urgency=urgency,
            link=f"{PROOF_OF_USE}?year={year.begins_in}",
            order=13,
        )
    ]


def refuse(year: SchoolYear, submitted_on: date, known_on: date | None, today: date) -> None:
    """Raise ``Problem`` for what cannot have been handed in."""
    errors = []
    if submitted_on > today:
        errors.append(FieldError("submitted_on", "must not lie ahead"))
    elif submitted_on <= year.last:
        errors.append(FieldError("submitted_on", "must not lie before the end of the school year"))
    if known_on is not None and known_on > today:
        errors.append(FieldError("known_on", "must not lie ahead"))
    if errors:
        raise Problem(422, "invalid-submission", "The submission is not valid", errors=errors)
