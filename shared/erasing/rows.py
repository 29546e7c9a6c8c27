"""Where rows about people are, and the conditions that find them."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Column, ColumnElement, MetaData, Select, Table, literal, select
from sqlalchemy.ext.asyncio import AsyncSession

from shared.database.lists import elements_of
from shared.database.reach import crossing
from shared.privacy.columns import INSIDE, STEP, declared
from shared.privacy.declared import Personal


@dataclass(frozen=True)
class People:
    """Whose rows: the ids of people, and of their employments."""

    persons: tuple[UUID, ...]
    employments: tuple[UUID, ...] = ()

    @property
    def ids(self) -> tuple[UUID, ...]:
        """All of them."""
        return (*self.persons, *self.employments)


@dataclass(frozen=True)
class Place:
    """A table, a path from its rows to people, and the columns that are about these people."""

    table: Table
    path: str
    columns: Mapping[str, Personal]

    @property
    def inside(self) -> bool:
        """Whether the ids lie in JSON, which may name others as well."""
        return INSIDE.fullmatch(self.path) is not None

    @property
    def through(self) -> Sequence[Table]:
        """The tables that the path leads through."""
        return [self.table.metadata.tables[step[1]] for step in STEP.finditer(self.path)]

    def of(self, people: People, *, sqlite: bool) -> ColumnElement[bool]:
        """Whether a row of the table is about one of them."""
        first, *steps = self.path.split(" -> ")
        if inside := INSIDE.fullmatch(first):
            within = elements_of(self.table.c[inside[1]], sqlite=sqlite)
            named = within.field(inside[2]).in_([str(each) for each in people.persons])
            return select(literal(1)).select_from(within.rows).where(named).exists()
        return _reaches(self.table, self.table.c, first, steps, people)

    def rows(self, people: People, *, sqlite: bool) -> Select[Any]:
        """The rows that are about them, whole, of any tenant."""
        return crossing(select(self.table).where(self.of(people, sqlite=sqlite)))


def places(*tables: MetaData) -> Sequence[Place]:
    """Every table that has a path, once for each of its paths."""
    found: dict[Table, dict[str, dict[str, Personal]]] = {}
    for metadata in tables:
        for table in metadata.sorted_tables:
            paths: dict[str, dict[str, Personal]] = defaultdict(dict)
            for column in table.columns:
                says = declared(column)
                if isinstance(says, Personal) and isinstance(says.about, str):
                    paths[says.about][column.name] = says
            found[table] = paths
    return [Place(t, path, columns) for t, some in found.items() for path, columns in some.items()]


async def employments_of(session: AsyncSession, tables: MetaData, people: People) -> set[UUID]:
    """The ids of employments in rows that are about them."""
    sqlite = session.get_bind().dialect.name == "sqlite"
    found: set[UUID] = set()
    for place in places(tables):
        for column in place.table.columns:
            if holds(column) == "employment" and column.type.python_type is UUID:
                query = select(column).where(place.of(people, sqlite=sqlite))
                found |= set(await session.scalars(crossing(query)))
    return found - {None}


def holds(column: "Column[Any]") -> str:
    """Whose id a column has, "person" or "employment": by itself, or as the key of its path."""
    says = declared(column)
    if not isinstance(says, Personal) or not isinstance(says.about, str):
        return ""
    first, *steps = says.about.split(" -> ")
    if says.identifies or first != column.name or not steps:
        return says.identifies
    step = STEP.fullmatch(steps[0])
    assert step is not None
    key = declared(column.table.metadata.tables[step[1]].c[step[2]])
    return key.identifies if isinstance(key, Personal) else ""


def ids_in(column: "Column[Any]", people: People) -> list[Any]:
    """Those of the kind that a column holds, as its type has them."""
    known = people.employments if holds(column) == "employment" else people.persons
    return [as_held(column, each) for each in known]


def as_held(column: "Column[Any]", some_id: UUID) -> Any:
    """An id as a column has it: text may bear a word before it."""
    says = declared(column)
    prefix = says.prefix if isinstance(says, Personal) else ""
    return column.type.python_type(f"{prefix}{some_id}")


def _reaches(
    table: Table, columns: Any, name: str, steps: Sequence[str], people: People
) -> ColumnElement[bool]:
    """``columns`` are those of ``table`` or of an alias of it."""
    if not steps:
        column: ColumnElement[Any] = columns[name]
        return column.in_(ids_in(table.c[name], people))
    step = STEP.fullmatch(steps[0])
    assert step is not None
    next_table = table.metadata.tables[step[1]]
    there = next_table.alias()
    rest = _reaches(next_table, there.c, step[3], steps[1:], people)
    before: ColumnElement[Any] = columns[name]
    return before.in_(select(there.c[step[2]]).where(rest))
