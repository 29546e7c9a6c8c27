"""Many rows in one statement: ``unnest`` on PostgreSQL, one prepared statement on SQLite."""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Insert, Table, bindparam, column, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

Row = Mapping[str, Any]


async def insert_rows(
    session: AsyncSession, table: Table, rows: Sequence[Row], *, ignore_conflicts: bool = False
) -> None:
    """Insert all ``rows``, which name the same columns; on a conflict raise, or skip the row."""
    if rows:
        await _execute(session, table, rows, "ignore" if ignore_conflicts else "", "")


async def upsert_rows(
    session: AsyncSession, table: Table, rows: Sequence[Row], *, newer: str
) -> None:
    """Insert or replace by primary key, but only where column ``newer`` grows."""
    if rows:
        await _execute(session, table, rows, "replace", newer)


def among(session: AsyncSession, column: ColumnElement[Any], values: Iterable[Any]) -> Any:
    """``column IN values`` whose text does not depend on how many values there are."""
    found = list(values)
    if session.get_bind().dialect.name == "postgresql":
        array = bindparam(None, found, type_=postgresql.ARRAY(column.type), unique=True)
        return column == func.any(array)
    return column.in_(found)


async def _execute(
    session: AsyncSession, table: Table, rows: Sequence[Row], conflict: str, newer: str
) -> None:
    names = tuple(rows[0])
    if session.get_bind().dialect.name == "postgresql":
        statement = _unnest(table, names, conflict, newer)
        values = {name: [row[name] for row in rows] for name in names}
        await session.execute(statement, values)
    else:
        await session.execute(_values(table, conflict, newer, names), list(rows))


@lru_cache(maxsize=256)
def _unnest(table: Table, names: tuple[str, ...], conflict: str, newer: str) -> Insert:
    arrays = [
        bindparam(name, type_=postgresql.ARRAY(table.c[name].type, dimensions=1)) for name in names
    ]
    columns = [column(name, table.c[name].type) for name in names]
    rows = func.unnest(*arrays).table_valued(*columns).render_derived(name="rows")
    source = select(*(rows.c[name] for name in names))
    insert = postgresql.insert(table).from_select(list(names), source, include_defaults=False)
    return _on_conflict(insert, table, names, conflict, newer)


@lru_cache(maxsize=256)
def _values(table: Table, conflict: str, newer: str, names: tuple[str, ...]) -> Insert:
    return _on_conflict(sqlite.insert(table), table, names, conflict, newer)


def _on_conflict(
    insert: "postgresql.Insert | sqlite.Insert",
    table: Table,
    names: tuple[str, ...],
    conflict: str,
    newer: str,
) -> Insert:
    if conflict == "ignore":
        return insert.on_conflict_do_nothing()
    if conflict == "replace":
        keys = [key.name for key in table.primary_key]
        return insert.on_conflict_do_update(
            index_elements=keys,
            set_={name: insert.excluded[name] for name in names if name not in keys},
            where=insert.excluded[newer] > table.c[newer],
        )
    return insert
