"""A worker's employment as a list and a page show it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from services.directory.employments.values import Employment, State
from services.directory.findings.values import Standing
from services.directory.leaves.values import Away
from services.directory.schemas import Span
from services.directory.timelines.values import Picture, rows_of
from shared.contracts.accounts import AccessRole
from shared.contracts.directory import Funding
from shared.contracts.funding import FundingRule


@dataclass(frozen=True)
class ByProgram:
    """A carrier's identity system lets in whom the carrier's clerk could let in."""

    tenant: str
    role: AccessRole = AccessRole.CARRIER


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
    schools: Sequence[tuple[UUID, str]]
    """Those with a page that says who works there: id and name."""
    picture: Picture | None
    """Of all their employments that the asker looks after."""
    findings: Sequence[tuple[FundingRule, str, date, Standing, UUID]]
    """Rule, reason, since when, what has become of it, and the id of each."""
    leaves: Sequence[Away]
    others: Sequence[Employment]
    may_sign_in: bool
    access_ended: date | None
    """The last day on which they could, if that is over."""

    @property
    def rows(self) -> list[tuple[Any, ...]]:
        """From, until, school, hours and who pays."""
        return rows_of(self.timeline)

    @property
    def away(self) -> list[tuple[Any, ...]]:
        """The first and the last day of each leave."""
        return [(each.first_day, each.last_day) for each in self.leaves]

    @property
    def days(self) -> list[date]:
        """On which something began."""
        return [span.valid_from for span in self.timeline]
