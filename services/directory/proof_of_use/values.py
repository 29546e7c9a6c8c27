"""School years, and what was worked in one."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import NamedTuple
from uuid import UUID

from shared.contracts.directory import Funding

SUM = "Summe"


class SchoolYear(NamedTuple):
    """From the first of August to the last of July; the proof is due in April after its end."""

    begins_in: int

    @property
    def first(self) -> date:
        return date(self.begins_in, 8, 1)

    @property
    def last(self) -> date:
        return date(self.begins_in + 1, 7, 31)

    @property
    def applied_for(self) -> date:
        """The last day on which its funding is applied for."""
        return date(self.begins_in, 4, 30)

    @property
    def due(self) -> date:
        return date(self.begins_in + 2, 4, 30)

    @property
    def name(self) -> str:
        """2025/26"""
        return f"{self.begins_in}/{(self.begins_in + 1) % 100:02d}"


class Worked(NamedTuple):
    """Hours, person-months and positions, each with two places: as they are printed."""

    hours: Decimal
    months: Decimal
    positions: Decimal


@dataclass(frozen=True)
class ProofRow:
    """What a carrier's people worked at a school; a sum has no school number and no days."""

    funding: Funding | None
    school: str
    school_number: str
    carrier: str
    first: date | None
    last: date | None
    worked: Worked
    school_id: UUID | None = None
    carrier_id: UUID | None = None

    @property
    def hours(self) -> Decimal:
        return self.worked.hours

    @property
    def months(self) -> Decimal:
        return self.worked.months

    @property
    def positions(self) -> Decimal:
        return self.worked.positions


@dataclass(frozen=True)
class ProofLine:
    """The rows of who pays; their sum is the sum of what is printed."""

    funding: Funding
    rows: Sequence[ProofRow]

    @cached_property
    def total(self) -> Worked:
        return summed(each.worked for each in self.rows)

    @property
    def sum_row(self) -> ProofRow:
        return ProofRow(self.funding, SUM, "", "", None, None, self.total)


def summed(parts: Iterator[Worked]) -> Worked:
    """All of them together."""
    none = Decimal("0.00")
    given = list(parts)
    return Worked(
        sum((each.hours for each in given), none),
        sum((each.months for each in given), none),
        sum((each.positions for each in given), none),
    )
