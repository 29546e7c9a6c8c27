"""What is compared, and what may be said of each on which day."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from services.directory.proof_of_use.values import SchoolYear
from services.directory.turnover.values import quarter_ends
from shared.contracts.words import words
from shared.small_numbers.margins import Names, named

YEARS = 5
"""School years that are compared; quarters are as many years."""
JULY = 7


class By(StrEnum):
    """What makes a group."""

    ALL = "all"
    CARRIER = "carrier"
    SCHOOL_TYPE = "school_type"


class Span(StrEnum):
    """At the end of what it is shown."""

    YEARS = "years"
    QUARTERS = "quarters"


words(By, all="alle zusammen", carrier="Anstellungsträger", school_type="Schulform")
words(Span, years="Schuljahre", quarters="Quartale")


@dataclass(frozen=True)
class Point:
    """How it is with a group on a day, and was in the twelve months until it.

    None where too few stand behind it; who comes and goes is said of school years only.
    """

    names: Names
    span: Span
    day: date
    heads: int | None
    fte: Decimal | None
    posts: int
    planned: Decimal
    heads_to_posts: Decimal | None
    staffing: Decimal | None
    vacant_days: Decimal | None
    tenure: Decimal | None
    leavers: int | None
    turnover: Decimal | None
    retention: Decimal | None

    @property
    def name(self) -> str:
        return named(self.names)

    @property
    def period(self) -> str:
        """2025/26, or 3. Quartal 2026"""
        if self.span is Span.YEARS:
            return SchoolYear(self.day.year - 1).name
        return f"{self.day.month // 3}. Quartal {self.day.year}"


Comparison = Mapping[tuple[By, Span], Sequence[Point]]
"""By group, and of each the earliest first; empty where it would give somebody away."""


def days_of(today: date) -> Mapping[Span, Sequence[date]]:
    """Ends of school years and quarters that are over, the earliest first."""
    last = SchoolYear(today.year - 1 if (today.month > JULY) else today.year - 2).last
    years = [last.replace(year=last.year - back) for back in range(YEARS)]
    return {Span.YEARS: years[::-1], Span.QUARTERS: quarter_ends(today)}
