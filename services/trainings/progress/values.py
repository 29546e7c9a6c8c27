"""An onboarding as the worker sees it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from shared.contracts.directory import Role


@dataclass(frozen=True)
class Step:
    """One task of mine, or of somebody else for me."""

    id: UUID
    title: str
    role: Role
    place: str
    """The school, of what each school has to do for its own."""
    due_on: date
    mandatory: bool
    done_on: date | None
    overdue: bool
    elsewhere: tuple[str, str] | None = None
    """The link to where it is done, if it is done by that."""


@dataclass(frozen=True)
class Progress:
    """Everything the page shows of one onboarding; names may not have arrived yet."""

    start_date: date
    ready_at: datetime | None
    closed: bool
    carrier: str
    schools: Sequence[str]
    steps: Sequence[Step]

    @property
    def mine(self) -> list[Step]:
        """What the worker has to do still."""
        own = [each for each in self.steps if each.role is Role.WORKER]
        return [each for each in own if each.done_on is None and not self.closed]

    @property
    def others(self) -> list[Step]:
        """What others have to do or have done, open ones first."""
        theirs = [each for each in self.steps if each.role is not Role.WORKER]
        return sorted(theirs, key=lambda each: each.done_on is not None)

    @property
    def finished(self) -> list[Step]:
        """What the worker has done."""
        own = [each for each in self.steps if each.role is Role.WORKER]
        return [each for each in own if each.done_on is not None]

    @property
    def done(self) -> int:
        return sum(each.done_on is not None for each in self.steps)

    @property
    def mandatory_left(self) -> int:
        """How many mandatory tasks keep the worker from being ready."""
        return sum(each.mandatory and each.done_on is None for each in self.steps)
