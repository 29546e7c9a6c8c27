"""What has to hold for something to be written, judged in the statement that writes it."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import Exists, Label, Select, case, literal_column, select
from sqlalchemy.ext.asyncio import AsyncSession


class Guard(NamedTuple):
    """Writes nothing of all the rest unless it finds nothing against it.

    ``statement`` is a constant of its module and finds one text: why not, or null. ``check`` does
    the same in several statements, for SQLite.
    """

    statement: Select[Any]
    values: Mapping[str, Any]
    check: Callable[[AsyncSession], Awaitable[str | None]]

    def unless(self, against: Exists, name: str, given: Sequence[Any]) -> "Guard":
        """The same, asked only if there is none of ``against`` for what is ``given`` as ``name``.

        For PostgreSQL, ``check`` is as it was. ``against`` is a constant, too.
        """
        before = self.values.get(name)
        values = {**self.values, name: [*(before or ()), *given]}
        statement = _unless(against, self.statement) if before is None else self.statement
        return Guard(statement, values, self.check)


class Refused(Exception):
    """The guard had something against it: nothing of the transaction may stay."""


THERE = "there"
"""Why something is refused: there is what must not be there."""


@lru_cache(maxsize=256)
def _unless(against: Exists, judge: Select[Any]) -> Select[Any]:
    """``CASE`` asks in order: a judge that writes has written nothing if it was not asked."""
    [reason] = judge.selected_columns
    usual = reason.element if isinstance(reason, Label) else reason
    return select(case((against, literal_column(f"'{THERE}'")), else_=usual).label("refusal"))
