"""What is to be written, collected, so that it travels in one statement.

On PostgreSQL common table expressions make one statement of all of it. Such a statement is a
transaction by itself: it needs no beginning, no end, and no other round trip.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from types import MappingProxyType
from typing import Any, NamedTuple

import asyncpg
from sqlalchemy import (
    CTE,
    BindParameter,
    ColumnElement,
    Delete,
    Dialect,
    Insert,
    Select,
    Table,
    Update,
    column,
    func,
    select,
    true,
)
from sqlalchemy import bindparam as bind
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.sql.visitors import cloned_traverse

from shared.database.engine import Engine
from shared.database.guards import Guard, Refused
from shared.database.tables import Model, RowOf, TableOf

Row = Mapping[str, Any]
Statement = Insert | Update | Delete


class Write(NamedTuple):
    """Rows for one table; all name the same columns, and no two have the same key.

    ``common`` is what all of them have in common, and no row names.
    ``conflict`` is empty to raise, "ignore", "append" to ignore and to let the table's positions
    grow in the order of commits, "replace" (where column ``newer`` grows, if there is one), or
    "add" to column ``newer`` and replace the rest.
    """

    table: Table
    rows: Sequence[Row]
    conflict: str = ""
    newer: str = ""
    common: Row = MappingProxyType({})

    @property
    def shape(self) -> "Rows":
        """What the text of its statement depends on."""
        return Rows(self.table, tuple(self.rows[0]), self.conflict, self.newer, tuple(self.common))

    @property
    def values(self) -> Row:
        """One list for each column, and one value for each that is common."""
        lists = {name: [row[name] for row in self.rows] for name in self.rows[0]}
        return {**lists, **self.common}


class Change(NamedTuple):
    """A change of rows, which is a constant of its module, and values for its parameters."""

    statement: Update | Delete
    values: Row

    @property
    def shape(self) -> "Shape":
        """What the text of its statement depends on."""
        return self.statement


class Rows(NamedTuple):
    """How rows are written: the table, the columns, and what to do if a row is there already."""

    table: Table
    names: tuple[str, ...]
    conflict: str
    newer: str
    common: tuple[str, ...]


Shape = Rows | Update | Delete
Pending = Write | Change


async def insert_rows(
    session: AsyncSession,
    table: TableOf[Model],
    rows: Sequence[RowOf[Model]],
    *,
    ignore_conflicts: bool = False,
    **common: Any,
) -> None:
    """Insert all ``rows``; on a conflict raise, or skip the row."""
    conflict = "ignore" if ignore_conflicts else ""
    await write_all(session, [Write(table, rows, conflict, common=common)])


async def upsert_rows(
    session: AsyncSession, table: TableOf[Model], rows: Sequence[RowOf[Model]], newer: str = ""
) -> None:
    """Insert or replace by primary key, where column ``newer`` grows if one is named."""
    await write_all(session, [Write(table, rows, "replace", newer)])


async def write_all(
    session: AsyncSession, pending: Iterable[Pending], guard: Guard | None = None
) -> None:
    """On PostgreSQL one statement for all; what refers to what is checked at its end.

    No part of it sees what another one writes. Raises ``Refused``, and then has written nothing.
    """
    given = _worth_writing(pending)
    if not given and guard is None:
        return
    if session.get_bind().dialect.name == "postgresql":
        found = await session.execute(_together(*_shapes(given, guard)), _values_of(given, guard))
        _heed(found.scalar() if guard else None)
        return
    _heed(await guard.check(session) if guard else None)
    for each in given:
        if isinstance(each, Change):
            await session.execute(each.statement, each.values)
        else:
            await session.execute(
                _values(each.shape), [{**row, **each.common} for row in each.rows]
            )


async def write_alone(
    engine: Engine, pending: Iterable[Pending], guard: Guard | None = None
) -> None:
    """The same where nothing else belongs to the transaction; raises ``IntegrityError``, too."""
    given = _worth_writing(pending)
    if not given and guard is None:
        return
    statement = _compiled(*_shapes(given, guard), engine.dialect)
    arguments = statement.arguments(_values_of(given, guard))
    async with engine.driver() as connection:
        try:
            found = await connection.fetchval(statement.text, *arguments)
        except asyncpg.IntegrityConstraintViolationError as error:
            raise IntegrityError(statement.text, None, error) from error
    _heed(found if guard else None)


def _heed(reason: str | None) -> None:
    if reason is not None:
        raise Refused(reason)


def _worth_writing(pending: Iterable[Pending]) -> list[Pending]:
    return [each for each in pending if isinstance(each, Change) or each.rows]


def _shapes(
    given: Sequence[Pending], guard: Guard | None
) -> tuple[tuple[Shape, ...], Select[Any] | None]:
    return tuple(each.shape for each in given), guard.statement if guard else None


def _values_of(given: Sequence[Pending], guard: Guard | None) -> dict[str, Any]:
    values = {
        _numbered(name, number): value
        for number, each in enumerate(given)
        for name, value in each.values.items()
    }
    return values | dict(guard.values) if guard else values


def _numbered(name: str, number: int) -> str:
    return f"{name}__{number}"


class _Compiled(NamedTuple):
    """A statement as the driver takes it."""

    text: str
    parameters: Sequence[tuple[str, Any, Callable[[Any], Any] | None]]
    """Name, value if none is given, and what makes of a value what the driver takes."""

    def arguments(self, values: Row) -> list[Any]:
        return [
            convert(values.get(name, usual)) if convert else values.get(name, usual)
            for name, usual, convert in self.parameters
        ]


@lru_cache(maxsize=256)
def _compiled(shapes: tuple[Shape, ...], guard: Select[Any] | None, dialect: Dialect) -> _Compiled:
    compiled = _together(shapes, guard).compile(dialect=dialect)
    names = compiled.positiontup or ()
    parameters = [(name, compiled.binds[name]) for name in names]
    return _Compiled(
        compiled.string,
        [(name, each.effective_value, _converter(each, dialect)) for name, each in parameters],
    )


def _converter(parameter: BindParameter[Any], dialect: Dialect) -> Callable[[Any], Any] | None:
    return parameter.type.dialect_impl(dialect).bind_processor(dialect)


@lru_cache(maxsize=256)
def _together(shapes: tuple[Shape, ...], guard: Select[Any] | None) -> Select[Any] | Statement:
    if guard is None:
        *others, last = (_statement(number, shape) for number, shape in enumerate(shapes))
        return last.add_cte(*_numbered_parts(others))
    judged = guard.cte("guard")
    reason = select(*judged.c)
    allowed = reason.scalar_subquery().is_(None)
    writes = [_statement(number, shape, allowed) for number, shape in enumerate(shapes)]
    return reason.add_cte(*_numbered_parts(writes))


def _numbered_parts(statements: Iterable[Statement]) -> list[CTE]:
    return [each.cte(f"write_{number}") for number, each in enumerate(statements)]


def _statement(number: int, shape: Shape, allowed: ColumnElement[bool] | None = None) -> Statement:
    if isinstance(shape, Rows):
        return _unnest(number, shape, allowed)

    def rename(parameter: BindParameter[Any]) -> None:
        if not parameter.unique:
            parameter.key = _numbered(parameter.key, number)

    statement: Update | Delete = cloned_traverse(shape, {}, {"bindparam": rename})
    return statement if allowed is None else statement.where(allowed)


def _unnest(number: int, shape: Rows, allowed: ColumnElement[bool] | None) -> Insert:
    types = {each.name: each.type for each in shape.table.c}
    arrays = [
        bind(_numbered(name, number), type_=postgresql.ARRAY(types[name], dimensions=1))
        for name in shape.names
    ]
    columns = [column(name, types[name]) for name in shape.names]
    rows = func.unnest(*arrays).table_valued(*columns).render_derived(name="rows")
    common = [bind(_numbered(name, number), type_=types[name]) for name in shape.common]
    source = select(*(rows.c[name] for name in shape.names), *common)
    if shape.conflict == "append":
        turn = func.pg_advisory_xact_lock(func.hashtext(shape.table.name)).label("turn")
        source = source.join(select(turn).cte(f"turn_{number}"), true())
    if allowed is not None:
        source = source.where(allowed)
    names = [*shape.names, *shape.common]
    insert = postgresql.insert(shape.table).from_select(names, source, include_defaults=False)
    return _on_conflict(insert, shape)


@lru_cache(maxsize=256)
def _values(shape: Rows) -> Insert:
    return _on_conflict(sqlite.insert(shape.table), shape)


def _on_conflict(insert: "postgresql.Insert | sqlite.Insert", shape: Rows) -> Insert:
    if shape.conflict in ("ignore", "append"):
        return insert.on_conflict_do_nothing()
    if shape.conflict == "replace":
        keys = [key.name for key in shape.table.primary_key]
        return insert.on_conflict_do_update(
            index_elements=keys,
            set_={name: insert.excluded[name] for name in shape.names if name not in keys},
            where=insert.excluded[shape.newer] > shape.table.c[shape.newer]
            if shape.newer
            else None,
        )
    if shape.conflict == "add":
        keys = [key.name for key in shape.table.primary_key]
        others = {name: insert.excluded[name] for name in shape.names if name not in keys}
        total = shape.table.c[shape.newer] + insert.excluded[shape.newer]
        after = {**others, shape.newer: total}
        return insert.on_conflict_do_update(index_elements=keys, set_=after)
    return insert
