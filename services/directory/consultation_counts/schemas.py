"""Counts of consultations for programs of the office."""

from typing import Self

from pydantic import BaseModel

from services.directory.consultations.values import Period, Quarter, Topic
from shared.codes import Open
from shared.contracts.accounts import AccessRole
from shared.small_numbers.margins import Names
from shared.small_numbers.tables import Table


class CountView(BaseModel):
    """Of these topics together, or of these kinds of askers, or of both."""

    topics: list[Open[Topic]] = []
    askers: list[Open[AccessRole]] = []
    count: int


class CountsView(BaseModel):
    """How often somebody asked in a quarter; `total` is null where fewer than five did.

    Rare ones are together. Of `both` those are left out from which fewer than five could be told.
    """

    year: int
    quarter: Quarter
    over: bool
    total: int | None
    by_topic: list[CountView]
    by_asker: list[CountView]
    both: list[CountView]

    @classmethod
    def of(cls, period: Period, table: Table | None, *, over: bool) -> Self:
        rows, columns, cells = (table.rows, table.columns, table.cells) if table else ({}, {}, {})
        return cls(
            year=period.year,
            quarter=period.quarter,
            over=over,
            total=table.total if table else None,
            by_topic=[_counted(n, topics=names) for names, n in rows.items()],
            by_asker=[_counted(n, askers=names) for names, n in columns.items()],
            both=[_counted(n, topics=row, askers=col) for (row, col), n in cells.items()],
        )


def _counted(count: int, **of: Names) -> CountView:
    return CountView.model_validate({"count": count, **of})
