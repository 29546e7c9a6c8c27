"""What a service does itself with rows whose period is over, where they do not just go."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, ColumnElement, Row, Table

from shared.messaging.unit_of_work import UnitOfWork

Take = Callable[[UnitOfWork, Sequence[Row[Any]]], Awaitable[int]]
"""Is given the primary keys of a batch; returns of how many rows their period is done with.

Where that is less than all, the rule is finished for the day: the rest is due again tomorrow.
"""


@dataclass(frozen=True)
class Deed:
    """For the rule of ``table``: ``take`` instead of deleting, of rows with ``only``.

    ``naming`` is a text that may name people to whom no path leads: a hold keeps these rows, too.
    Where rows of another table go, ``going``, its class says when. ``at_once`` is the most rows
    of a transaction.
    """

    table: Table
    take: Take
    only: ColumnElement[bool] | None = None
    naming: "Column[Any] | None" = None
    going: Table | None = None
    at_once: int = 1000
