"""What is stored of somebody, in the tables that hold their id."""

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    CompoundSelect,
    Row,
    Select,
    String,
    Table,
    Uuid,
    bindparam,
    func,
    literal,
    select,
    union_all,
)
from sqlalchemy.ext.asyncio import AsyncSession

from services.directory.models import metadata
from services.directory.moved_rows.rules import plain, restored
from shared.database.reach import crossing
from shared.json import Json


def place_of(place: str) -> tuple[Table, Any]:
    """The table and the column that are named."""
    name, _, column = place.partition(".")
    return metadata.tables[name], metadata.tables[name].c[column]


def key_of(table: Table, row: Row[Any]) -> Json:
    """Its primary key, as JSON holds it."""
    return {each.name: plain(row._mapping[each.name]) for each in table.primary_key}


async def rows_of(
    session: AsyncSession, tenant: str, place: str, person_id: UUID
) -> Sequence[Row[Any]]:
    """What is stored of somebody there."""
    table, column = place_of(place)
    query = select(table).where(column == person_id, *within(table, tenant))
    found: Sequence[Row[Any]] = (await session.execute(query.order_by(*table.primary_key))).all()
    return found


async def counted_of(
    session: AsyncSession, tenant: str, places: Sequence[str], first: UUID, second: UUID
) -> Mapping[str, Counter[UUID]]:
    """How much is stored in each of these places of each of two; in one statement."""
    given = {"tenant": tenant, "first": first, "second": second}
    found: dict[str, Counter[UUID]] = {each: Counter() for each in places}
    for place, key, count in await session.execute(_counting(tuple(places)), given):
        found[place][key] = count
    return found


@cache
def _counting(places: tuple[str, ...]) -> CompoundSelect[Any]:
    return union_all(*(_counted(each) for each in places))


def _counted(place: str) -> Select[Any]:
    table, column = place_of(place)
    both = [bindparam(each, type_=Uuid()) for each in ("first", "second")]
    theirs = (column.in_(both), *within(table, bindparam("tenant", type_=String())))
    return select(literal(place), column, func.count()).where(*theirs).group_by(column)


async def row_at(
    session: AsyncSession, tenant: str, table: Table, key: Mapping[str, Any]
) -> Row[Any] | None:
    """The row with a primary key, as JSON holds it."""
    query = select(table).where(*at(tenant, table, key))
    found: Row[Any] | None = (await session.execute(query)).one_or_none()
    return found


def at(tenant: str, table: Table, key: Mapping[str, Any]) -> list[ColumnElement[bool]]:
    """Where the row with that primary key is."""
    mine = [table.c[name] == value for name, value in restored(table, key).items()]
    return [*mine, *within(table, tenant)]


def within(table: Table, tenant: str | BindParameter[str]) -> list[ColumnElement[bool]]:
    """The municipality's rows, where a table says whose they are."""
    return [table.c.tenant == tenant] if "tenant" in table.c else []


async def still_there(session: AsyncSession, table: Table, row: Mapping[str, Any]) -> bool:
    """Whether everything that a row refers to exists."""
    for key in table.foreign_keys:
        value = row[key.parent.name]
        named = crossing(select(key.column).where(key.column == value))
        if value is not None and (await session.execute(named)).first() is None:
            return False
    return True
