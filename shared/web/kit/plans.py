"""A plan of an import whose rows each add something or nothing, and change nothing else."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Generic, Protocol, Self, TypeVar

from shared.web.kit.imports import Question


class PlannedRow(Protocol):
    """A line of a list, and what becomes of it; nothing if it neither adds nor is refused."""

    @property
    def name(self) -> str:
        """What the line is called in the preview."""

    @property
    def number(self) -> int: ...

    @property
    def adds(self) -> bool: ...

    @property
    def becomes(self) -> str:
        """In one word."""

    @property
    def shown(self) -> Sequence[Any]:
        """What a preview names of a new one."""

    @property
    def refusals(self) -> Sequence[str]:
        """Why nothing becomes of it, in German."""


R = TypeVar("R", bound=PlannedRow)


@dataclass(frozen=True)
class RowPlan(Generic[R]):
    """What becomes of every line, as a preview shows it."""

    rows: Sequence[R]
    changed: Sequence[Sequence[Any]] = ()
    questions: Sequence[Question] = ()

    @property
    def new(self) -> list[R]:
        return [each for each in self.rows if each.adds]

    @property
    def added(self) -> list[tuple[Any, ...]]:
        """Name, line, and what is shown of it."""
        return [(each.name, each.number, *each.shown) for each in self.new]

    @property
    def refused(self) -> list[R]:
        return [each for each in self.rows if each.refusals]

    @property
    def left_out(self) -> list[tuple[str, int, str]]:
        """Name, line and each reason."""
        return [(each.name, each.number, text) for each in self.refused for text in each.refusals]

    def answered(self, answers: Collection[str]) -> Self:
        """Nothing is asked."""
        return self

    @property
    def unchanged(self) -> int:
        return len(self.rows) - len(self.new) - len(self.refused)

    @property
    def effective(self) -> int:
        return len(self.new)

    @property
    def digest(self) -> str:
        """Of what becomes of each line; the file itself travels with it."""
        become = [(each.number, each.becomes, *each.refusals) for each in self.rows]
        return sha256(repr(become).encode()).hexdigest()
