"""Lists as one parameter of a statement, whose text does not depend on how long they are.

Arrays on PostgreSQL, ``json_each`` on SQLite.
"""

import json
from collections.abc import Collection
from typing import Any, Self

from sqlalchemy import Boolean, ColumnElement, Dialect, Text, bindparam
from sqlalchemy.dialects import postgresql
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.sql.operators import OperatorType
from sqlalchemy.types import TypeDecorator, TypeEngine


def in_list(column: ColumnElement[Any], name: str) -> ColumnElement[bool]:
    """Whether ``column`` is one of the list that is given as ``name`` when it is executed."""
    return _InList(column, bindparam(name, type_=_Many(column.type)))


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
