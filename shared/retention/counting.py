"""Proves what jobs delete: their statements are counted, and recorded in their transaction.

There is one row for each job, table and day, so that a job of every minute writes few.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import BindParameter, Column, Delete, Result, Table, Update, inspect, update
from sqlalchemy import event as events
from sqlalchemy.engine import CursorResult
from sqlalchemy.orm import InstanceState, ORMExecuteState, Session, UOWTransaction
from sqlalchemy.sql import operators, visitors
from sqlalchemy.sql.elements import BinaryExpression, Null

from shared.clock import local_date
from shared.database.writes import Write, write_all
from shared.messaging.tables import retention_runs as runs
from shared.messaging.unit_of_work import UnitOfWork
from shared.privacy.columns import declared
from shared.privacy.declared import ByTopic, Deletion, Personal
from shared.privacy.periods import Keeper
from shared.retention.holds import read_holds
from shared.retention.rules import beginning_of

EMPTY = (None, "")
BY_JOB = ": "
"""Between the name of a job and of what it deletes, in the records of runs."""


@dataclass
class Gone:
    """So many rows, that were older than ``until`` if the statement said so."""

    deletion: Deletion
    rows: int = 0
    until: datetime | None = None


@dataclass
class Tally:
    """What one transaction has deleted or emptied."""

    now: datetime
    gone: dict[str, Gone] = field(default_factory=dict)

    def add(self, what: str, deletion: Deletion, rows: int, until: datetime | None) -> None:
        """More of the same."""
        if rows > 0:
            known = self.gone.setdefault(what, Gone(deletion))
            known.rows += rows
            known.until = max(filter(None, (known.until, until)), default=None)


def count_deleted(uow: UnitOfWork) -> Tally:
    """From now on all that statements of this transaction delete is counted."""
    tally = Tally(uow.now)

    def count(asked: ORMExecuteState) -> Result[Any] | None:
        found = _concerned(asked.statement)
        if found is None:
            return None
        result = asked.invoke_statement()
        rows, result = _rows_of(asked, result)
        tally.add(*found, rows, _older_than(asked.statement, uow.now))
        return result

    def look(session: Session, _: UOWTransaction, __: Any) -> None:
        for each in session.dirty:
            if found := _emptied_object(each):
                tally.add(*found, 1, None)

    events.listen(uow.session.sync_session, "do_orm_execute", count)
    events.listen(uow.session.sync_session, "before_flush", look)
    return tally


async def record(uow: UnitOfWork, job: str, tally: Tally) -> None:
    """Add it to what the job has deleted today."""
    if not tally.gone:
        return
    day = local_date(uow.now)
    holds = len(await uow.session.run_sync(read_holds, day))
    for what, gone in sorted(tally.gone.items()):
        row = {
            "rule": f"{job}{BY_JOB}{what}",
            "day": day,
            "days": 0,
            "deletion": gone.deletion.key,
            "until": gone.until,
            "started_at": uow.now,
            "finished_at": uow.now,
            "rows": 0,
            "holds": holds,
        }
        await write_all(uow.session, [Write(runs, [row], "ignore")])
        more = {"rows": runs.c.rows + gone.rows, "finished_at": uow.now, "holds": holds}
        mine = update(runs).where(runs.c.rule == row["rule"], runs.c.day == day)
        await uow.session.execute(mine.values(**more, until=gone.until))


@lru_cache(maxsize=1000)
def class_of(table: Table) -> Deletion | None:
    """The class of most columns of a table; None where nothing in it is personal."""
    says = [declared(column) for column in table.columns]
    found = [each.deletion for each in says if isinstance(each, Personal | ByTopic)]
    by_job = [each for each in found if each.period.keeper is Keeper.JOB]
    most = Counter(by_job or found).most_common(1)
    return most[0][0] if most else None


def _concerned(statement: object) -> tuple[str, Deletion] | None:
    """What a statement deletes or empties, if it is personal."""
    if isinstance(statement, Delete) and isinstance(statement.table, Table):
        deletion = class_of(statement.table)
        return (statement.table.name, deletion) if deletion else None
    if isinstance(statement, Update) and isinstance(statement.table, Table):
        for name, says in sorted(_emptied(statement)):
            return f"{statement.table.name}.{name}", says.deletion
    return None


def _emptied(statement: Update) -> Iterator[tuple[str, Personal]]:
    """Columns that lose what stood in them."""
    for key, value in (statement._values or {}).items():  # noqa: SLF001 (there is no other way)
        column = statement.table.columns.get(key if isinstance(key, str) else key.key)
        empty = isinstance(value, Null) or (
            isinstance(value, BindParameter) and value.value in EMPTY
        )
        if empty and isinstance(column, Column) and (says := _kept_by_job(column)):
            yield column.name, says


def _emptied_object(changed: object) -> tuple[str, Deletion] | None:
    """What an object loses, of those that a job changes one by one."""
    state = inspect(changed)
    assert isinstance(state, InstanceState)
    for attribute in state.mapper.column_attrs:
        added = state.attrs[attribute.key].history.added
        column = attribute.columns[0]
        says = _kept_by_job(column) if isinstance(column, Column) else None
        if says and added and added[0] in EMPTY:
            return f"{column.table}.{attribute.key}", says.deletion
    return None


def _kept_by_job(column: "Column[Any]") -> Personal | None:
    """What a column says that a job keeps for a time only."""
    says = declared(column)
    mine = isinstance(says, Personal) and says.deletion.period.keeper is Keeper.JOB
    return says if mine and isinstance(says, Personal) else None


def _rows_of(asked: ORMExecuteState, result: Result[Any]) -> tuple[int, Result[Any]]:
    """How many rows it took; what it returns can be read once only."""
    statement = asked.statement
    if isinstance(statement, Delete | Update) and statement.exported_columns:
        frozen = result.freeze()
        return len(frozen.data), frozen()
    return (result.rowcount if isinstance(result, CursorResult) else 0), result


def _older_than(statement: Any, now: datetime) -> datetime | None:
    """The latest moment with which a statement compares what it takes."""
    found = []
    for each in (
        visitors.iterate(statement.whereclause) if statement.whereclause is not None else ()
    ):
        if not isinstance(each, BinaryExpression) or each.operator not in (
            operators.lt,
            operators.le,
        ):
            continue
        given = each.right.value if isinstance(each.right, BindParameter) else None
        if isinstance(given, datetime):
            found.append(given)
        elif isinstance(given, date):
            found.append(beginning_of(given))
    return max((each for each in found if each <= now), default=None)
