"""Rules of retention, as they follow from the declarations of tables."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import Column, ColumnElement, Date, MetaData, Table

from shared.clock import BERLIN, local_date
from shared.contracts.catalogue import EVENTS_KEPT
from shared.messaging.tables import metadata as of_every_service
from shared.privacy.columns import declared
from shared.privacy.declared import Declared, Deletion, NotPersonal
from shared.privacy.periods import End, Keeper, Start
from shared.privacy.starts import STARTS
from shared.retention.deeds import Deed

SHORTEST = timedelta(days=7)
"""Of shorter periods the part of a day that rows stay longer would be too much."""


class NoRule(ValueError):
    """What says from when its period runs has no period that the clock can keep."""


@dataclass(frozen=True)
class Rule:
    """Rows of ``table`` go, or what stands in ``emptied``, a period after ``starts``.

    Where there is a ``deed``, that is done with them instead. ``own`` is another period than that
    of the class, for the rows of tenants in ``those``; without it, for those of all others.
    """

    table: Table
    starts: "Column[Any]"
    deletion: Deletion
    emptied: "Column[Any] | None" = None
    deed: Deed | None = None
    own: timedelta | None = None
    those: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """Its name in the records of runs."""
        return (
            f"{self.table.name}.{self.emptied.name}"
            if self.emptied is not None
            else self.table.name
        )

    @property
    def lasts(self) -> timedelta:
        """The period; of what repeats a topic's messages, with that of the topic."""
        period = self.deletion.period
        if self.own is not None:
            return self.own
        return period.lasts + (EVENTS_KEPT if period.start is Start.TOPIC_OVER else timedelta())

    def first_kept(self, today: date) -> date:
        """What started on this day or later stays ``today``."""
        return today - self.lasts

    def until(self, today: date) -> datetime:
        """The beginning of that day."""
        return beginning_of(self.first_kept(today))

    def due(self, today: date) -> ColumnElement[bool]:
        """Whether a row is older; days are those of Berlin, whichever their length."""
        first = self.first_kept(today) if isinstance(self.starts.type, Date) else self.until(today)
        old = self.starts < first
        if self.those:
            mine = self.table.c.tenant.in_(self.those)
            old &= mine if self.own is not None else ~mine
        if self.deed is not None and self.deed.only is not None:
            return old & self.deed.only
        return old if self.emptied is None else old & self.emptied.is_not(None)


def beginning_of(day: date) -> datetime:
    """Its first moment in Berlin."""
    return datetime.combine(day, time(), BERLIN)


def rules_of(*tables: MetaData, deeds: Sequence[Deed] = ()) -> Sequence[Rule]:
    """Those of one service, and those that every service has; raises ``NoRule``."""
    own = {each.table.name: each for each in deeds}
    found = [
        rule
        for metadata in (*tables, of_every_service)
        for t in metadata.sorted_tables
        for rule in _of_table(t, own.pop(t.name, None))
    ]
    if own:
        raise NoRule(f"there is no period for {', '.join(own)}")
    return found


def next_day(now: datetime) -> date:
    """When the clock asks again what has been done today."""
    return local_date(now) + timedelta(days=1)


def _of_table(table: Table, deed: Deed | None) -> Iterator[Rule]:
    if starts := table.info.get(STARTS):
        going = deed.going if deed is not None and deed.going is not None else table
        deletion = _class_of(going, going.info.get("data"))
        if deed is None and deletion.period.ends is not End.DELETED:
            raise NoRule(f"nothing is done with rows of {table.name}")
        yield Rule(table, table.c[starts], deletion, deed=deed)
    elif deed is not None:
        raise NoRule(f"{table.name} does not say from when its period runs")
    for column in table.columns:
        if starts := column.info.get(STARTS):
            if not column.nullable:
                raise NoRule(f"{table.name}.{column.name} cannot be emptied")
            yield Rule(table, table.c[starts], _class_of(table, declared(column)), column)


def _class_of(table: Table, says: Declared | None) -> Deletion:
    if says is None or isinstance(says, NotPersonal):
        raise NoRule(f"{table.name} says nothing that would be deleted")
    period = says.deletion.period
    if period.keeper is not Keeper.JOB or timedelta() < period.lasts < SHORTEST:
        raise NoRule(f"{table.name}: no job keeps {says.deletion.key} by whole days")
    return says.deletion
