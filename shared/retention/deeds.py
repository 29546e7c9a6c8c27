"""What a service does itself with rows whose period is over, where they do not just go."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, ColumnElement, Row, Table

from shared.messaging.unit_of_work import UnitOfWork

Take = Callable[[UnitOfWork, Sequence[Row[Any]]], Awaitable[None]]
"""Is given the primary keys of a batch; afterwards none of these rows may be due any more."""


@dataclass(frozen=True)
class Deed:
    """For the rule of ``table``: ``take`` instead of deleting, of rows with ``only``.

    ``naming`` is a text that may name people to whom no path leads: a hold keeps these rows, too.
    """

    table: Table
    take: Take
    only: ColumnElement[bool] | None = None
    naming: "Column[Any] | None" = None
