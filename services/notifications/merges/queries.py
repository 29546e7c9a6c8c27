"""Who stands for whom, and where something is stored of somebody."""

from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import CTE, ColumnElement, Table, exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.notifications.merges.models import merged_people
from services.notifications.models import metadata
from shared.database.lists import in_list

OF_EMPLOYMENT = ("employments", "placements", "messages", "webhook_deliveries")
"""Whose rows say to which employment they belong."""
_MERGED, _SURVIVOR = merged_people.c.merged_id, merged_people.c.survivor_id
_LEADS_TO = select(_MERGED, _SURVIVOR).where(in_list(_MERGED, "people"))
_STANDS_FOR = select(_MERGED).where(in_list(_SURVIVOR, "people"))


def place_of(place: str) -> tuple[Table, Any]:
    """The table and the column that are named."""
    name, _, column = place.partition(".")
    return metadata.tables[name], metadata.tables[name].c[column]


async def standing_for(session: AsyncSession, people: Collection[UUID]) -> Mapping[UUID, UUID]:
    """Who stands for each of them now; most stand for themselves."""
    found = {each: each for each in people}
    while asked := {*found.values()}:
        rows = await session.execute(_LEADS_TO, {"people": list(asked)})
        further = {row.merged_id: row.survivor_id for row in rows}
        if not further:
            break
        found = {each: further.get(now, now) for each, now in found.items()}
    return found


async def ids_of(session: AsyncSession, person_id: UUID) -> list[UUID]:
    """All ids of who this is now, whichever of them is given."""
    standing = await standing_for(session, [person_id])
    return await every_id(session, standing[person_id])


def has_survivors(table: Table, matter: str) -> ColumnElement[bool]:
    """Whether who stands for a row's person now has one of the same ``matter`` themselves."""
    other = table.alias("of_survivor")
    return exists().where(
        table.c.person_id == _MERGED,
        other.c.person_id == _SURVIVOR,
        other.c[matter] == table.c[matter],
    )


async def every_id(session: AsyncSession, person_id: UUID) -> list[UUID]:
    """All ids under which somebody was told something: their own, and of whom they stand for."""
    found, new = [person_id], [person_id]
    while new := [*await session.scalars(_STANDS_FOR, {"people": new})]:
        found += new
    return found


def everybody_behind(person_id: ColumnElement[UUID]) -> CTE:
    """The same for another statement, as ``id``."""
    who = select(person_id.label("id")).cte("who", recursive=True)
    return who.union(select(_MERGED).join(who, who.c.id == _SURVIVOR))
