"""Many rows in one statement, whose text does not depend on how many.

``unnest`` and arrays on PostgreSQL; ``executemany`` and ``json_each`` on SQLite.
"""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import (
    Boolean,
    ColumnElement,
    Dialect,
    Insert,
    Table,
    Text,
    bindparam,
    column,
    func,
    select,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import TypeDecorator, TypeEngine

Row = Mapping[str, Any]


class Write(NamedTuple):
    """Rows for one table; all name the same columns, and no two have the same key.

    ``conflict`` is empty to raise, "ignore", or "replace" where column ``newer`` grows.
    """

    table: Table
    rows: Sequence[Row]
    conflict: str = ""
    newer: str = ""

    @property
    def shape(self) -> "Shape":
        return self.table, tuple(self.rows[0]), self.conflict, self.newer


Shape = tuple[Table, tuple[str, ...], str, str]


async def insert_rows(
    session: AsyncSession, table: Table, rows: Sequence[Row], *, ignore_conflicts: bool = False
) -> None:
    """Insert all ``rows``; on a conflict raise, or skip the row."""
    await write_all(session, [Write(table, rows, "ignore" if ignore_conflicts else "")])


async def write_all(session: AsyncSession, writes: Iterable[Write]) -> None:
    """On PostgreSQL one statement for all tables; what refers to what is checked at its end."""
    given = [write for write in writes if write.rows]
    if not given:
        return
    if session.get_bind().dialect.name != "postgresql":
        for write in given:
            await session.execute(_values(*write.shape), list(write.rows))
        return
    values = {
        f"{name}_{number}": [row[name] for row in write.rows]
        for number, write in enumerate(given)
        for name in write.rows[0]
    }
    await session.execute(_together(tuple(write.shape for write in given)), values)


def among(column: ColumnElement[Any], name: str) -> ColumnElement[bool]:
    """Whether ``column`` is one of the list that is given as ``name`` when it is executed."""
    return _Among(column, bindparam(name, type_=_Many(column.type)))


class _Among(FunctionElement[bool]):
    name = "among"
    type = Boolean()
    inherit_cache = True


@compiles(_Among, "postgresql")
def _any(element: _Among, compiler: SQLCompiler, **options: Any) -> str:
    one, many = (compiler.process(clause, **options) for clause in element.clauses)
    return f"{one} = ANY ({many})"


@compiles(_Among, "sqlite")
def _in(element: _Among, compiler: SQLCompiler, **options: Any) -> str:
    one, many = (compiler.process(clause, **options) for clause in element.clauses)
    return f"{one} IN (SELECT value FROM json_each({many}))"  # noqa: S608 compiled clauses


class _Many(TypeDecorator[Collection[Any]]):
    """Values of one type: an array, or JSON of what SQLite would store."""

    impl = Text
    cache_ok = True

    def __init__(self, each: TypeEngine[Any]) -> None:
        super().__init__()
        self.each = each

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        if dialect.name == "postgresql":
            return postgresql.ARRAY(self.each, dimensions=1)
        return Text()

    def process_bind_param(self, value: Collection[Any] | None, dialect: Dialect) -> Any:
        values = list(value or ())
        if dialect.name == "postgresql":
            return values
        stored = self.each.dialect_impl(dialect).bind_processor(dialect)
        return json.dumps([stored(each) for each in values] if stored else values)


@lru_cache(maxsize=256)
def _together(shapes: tuple[Shape, ...]) -> Insert:
    *others, last = (_unnest(number, *shape) for number, shape in enumerate(shapes))
    return last.add_cte(*(other.cte(f"write_{number}") for number, other in enumerate(others)))


def _unnest(number: int, table: Table, names: tuple[str, ...], conflict: str, newer: str) -> Insert:
    arrays = [
        bindparam(f"{name}_{number}", type_=postgresql.ARRAY(table.c[name].type, dimensions=1))
        for name in names
    ]
    columns = [column(name, table.c[name].type) for name in names]
    rows = func.unnest(*arrays).table_valued(*columns).render_derived(name="rows")
    source = select(*(rows.c[name] for name in names))
    insert = postgresql.insert(table).from_select(list(names), source, include_defaults=False)
    return _on_conflict(insert, table, names, conflict, newer)


@lru_cache(maxsize=256)
def _values(table: Table, names: tuple[str, ...], conflict: str, newer: str) -> Insert:
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
