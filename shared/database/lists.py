"""Lists as one parameter of a statement, whose text does not depend on how long they are.

Arrays on PostgreSQL, ``json_each`` on SQLite.
"""

import json
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any, Self

from sqlalchemy import (
    JSON,
    Boolean,
    ColumnElement,
    Dialect,
    FromClause,
    Select,
    Text,
    bindparam,
    func,
)
from sqlalchemy import column as sql_column
from sqlalchemy.dialects import postgresql
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.sql.operators import OperatorType
from sqlalchemy.types import TypeDecorator, TypeEngine


def in_list(column: ColumnElement[Any], name: str) -> ColumnElement[bool]:
    """Whether ``column`` is one of the list that is given as ``name`` when it is executed."""
    return _InList(column, bindparam(name, type_=_Many(column.type)))


@dataclass(frozen=True)
class Elements:
    """The objects of a list that is stored as JSON, as rows beside the row that has it."""

    rows: FromClause
    place: ColumnElement[int]
    field: Callable[[str], ColumnElement[str]]


def elements_of(column: ColumnElement[Any], *, sqlite: bool) -> Elements:
    """On one of the databases: they have no way in common."""
    if sqlite:
        rows = func.json_each(column).table_valued("key", "value")
        return Elements(rows, rows.c.key, lambda name: func.json_extract(rows.c.value, f"$.{name}"))
    value = sql_column("value", JSON)
    derived = func.json_array_elements(column).table_valued(value, with_ordinality="key")
    rows = derived.render_derived()
    return Elements(rows, rows.c.key, lambda name: rows.c.value[name].as_string())


def among(column: ColumnElement[Any], found: Select[Any], *, sqlite: bool) -> ColumnElement[bool]:
    """Whether ``column`` is one of those that are found, so that an index of it may be used.

    PostgreSQL enters an index by an array in any branch of a condition, and by ``IN`` in none.
    """
    if sqlite:
        return column.in_(found)
    return column == func.any(func.array(found.scalar_subquery()))


class _InList(FunctionElement[bool]):
    name = "in_list"
    type = Boolean()
    inherit_cache = True

    def self_group(self, against: OperatorType | None = None) -> Self:
        """As it is: SQLAlchemy would compare it with 1, and SQLite then enters by no index."""
        return self


@compiles(_InList, "postgresql")
def _any(element: _InList, compiler: SQLCompiler, **options: Any) -> str:
    one, many = (compiler.process(clause, **options) for clause in element.clauses)
    return f"{one} = ANY ({many})"


@compiles(_InList, "sqlite")
def _in(element: _InList, compiler: SQLCompiler, **options: Any) -> str:
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
