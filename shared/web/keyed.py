"""Which rows of a service are about somebody, by the keys under which others name them.

It follows from the declarations: the key of a table says whose it is by naming a column.
"""

from collections.abc import Collection, Iterator
from functools import cache
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Column, MetaData, Select, Table, select
from sqlalchemy.ext.asyncio import AsyncSession

from shared.database.lists import in_list
from shared.privacy.columns import declared
from shared.privacy.declared import Personal

MAX_MERGES = 20
"""People who are merged one after the other; as many as there are in the directory's way."""


class Keyed(NamedTuple):
    """A table with the key of its rows, and the column with the id of the person they are about."""

    key: "Column[Any]"
    who: "Column[Any]"


async def everybody(session: AsyncSession, tables: MetaData, tenant: str, who: UUID) -> set[UUID]:
    """Somebody's id, and those of whoever was merged into them."""
    found, new = {who}, {who}
    for _ in range(MAX_MERGES):
        new = await _keys(session, _merged(tables), tenant, new) - found
        if not new:
            break
        found |= new
    return found


async def rows_about(
    session: AsyncSession, tables: MetaData, tenant: str, people: Collection[UUID]
) -> set[UUID]:
    """The keys of the tenant's rows that are about these people, whose ids are not among."""
    return await _keys(session, _about(tables), tenant, people)


async def _keys(
    session: AsyncSession, tables: Collection[Keyed], tenant: str, people: Collection[UUID]
) -> set[UUID]:
    found: set[UUID] = set()
    for each in tables:
        query = _rows(each, tenant)
        found.update(await session.scalars(query, {"people": list(people)}))
    return found


def _rows(keyed: Keyed, tenant: str) -> Select[Any]:
    query = select(keyed.key).where(in_list(keyed.who, "people"))
    columns = keyed.key.table.c
    return query.where(columns.tenant == tenant) if "tenant" in columns else query


@cache
def _merged(tables: MetaData) -> Collection[Keyed]:
    """A person's row that names another person: the one into whom they were merged."""
    return [
        Keyed(key, other)
        for table, key in _keyed_tables(tables)
        if _identifies(key, "person")
        for other in table.columns
        if other is not key and other.name in ("merged_into", "survivor_id")
    ]


@cache
def _about(tables: MetaData) -> Collection[Keyed]:
    """Where an index leads from the person to the row."""
    return [
        Keyed(key, table.columns[said.about])
        for table, key in _keyed_tables(tables)
        if isinstance(said := declared(key), Personal)
        and isinstance(said.about, str)
        and said.about != key.name
        and said.about in table.columns
        and _identifies(table.columns[said.about], "person")
        and _is_entered_by(table, said.about)
    ]


def _keyed_tables(tables: MetaData) -> Iterator[tuple[Table, "Column[Any]"]]:
    for table in tables.sorted_tables:
        key = [each for each in table.primary_key.columns if each.name != "tenant"]
        if len(key) == 1 and key[0].type.python_type is UUID:
            yield table, key[0]


def _identifies(column: "Column[Any]", what: str) -> bool:
    said = declared(column)
    return isinstance(said, Personal) and said.identifies == what


def _is_entered_by(table: Table, name: str) -> bool:
    ways = [[column.name for column in index.columns] for index in table.indexes]
    return any([each for each in way if each != "tenant"][:1] == [name] for way in ways)
