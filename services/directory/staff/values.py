"""A worker's employment as a list and a page show it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from services.directory.employments.values import Employment, State
from services.directory.schemas import Span
from shared.contracts.directory import Funding


@dataclass(frozen=True)
class Employee:
    """An employment with the names around it; ``span`` is what applies, as far as it is known."""

    employment: Employment
    name: str
    carrier: str
    span: Span | None
    state: State

    @property
    def id(self) -> UUID:
        return self.employment.id

    @property
    def schools(self) -> str:
        return ", ".join(each.school_name for each in self.span.placements) if self.span else ""

    @property
    def hours(self) -> Decimal | None:
        """In a week, at all schools."""
        each = [each.weekly_hours for each in self.span.placements] if self.span else []
        return sum(each, Decimal()) if each else None

    @property
    def start(self) -> date:
        return self.employment.start_date

    @property
    def end(self) -> date | None:
        return self.employment.end

    @property
    def funding(self) -> Funding:
        return self.employment.funding


@dataclass(frozen=True)
class EmployeePage:
    """Everything one page shows of an employment; ``others`` are the same person's."""

    employee: Employee
    email: str
    timeline: Sequence[Span]
    others: Sequence[Employment]
    may_sign_in: bool
    access_ended: date | None
    """The last day on which they could, if that is over."""

    @property
    def rows(self) -> list[tuple[date, date | None, str, Decimal]]:
        """From, until, school and hours."""
        return [
            (span.valid_from, span.valid_until, each.school_name, each.weekly_hours)
            for span in self.timeline
            for each in span.placements
        ]
