"""Moves rows from one person to another, and back."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, delete, insert, update

from services.directory.merges.values import MERGING, SAME
from services.directory.moved_rows import queries, rules
from services.directory.moved_rows.queries import at, key_of, place_of, row_at, rows_of
from services.directory.moved_rows.values import GONE
from shared.contracts.merging import OnMerge
from shared.json import Json
from shared.messaging.unit_of_work import UnitOfWork

_MOVING = [
    place
    for place, rule in MERGING.items()
    if rule in (OnMerge.MOVES, OnMerge.MOVES_UNLESS_SAME, OnMerge.MOVES_IF_NONE)
]
Keys = list[tuple[str, Json]]
Kept = list[Json]
Couple = tuple[UUID, UUID]
"""Who stands for both, and who is merged."""


async def move(uow: UnitOfWork, tenant: str, both: Couple) -> tuple[Keys, Kept]:
    """By the rule of each column: what went over, and what the survivor had already."""
    survivor, merged = both
    keys: Keys = []
    dropped: Kept = []
    for place in _MOVING:
        table, _ = place_of(place)
        theirs = await rows_of(uow.session, tenant, place, survivor)
        if theirs and MERGING[place] is OnMerge.MOVES_IF_NONE:
            continue
        for row in await rows_of(uow.session, tenant, place, merged):
            key, same = key_of(table, row), SAME.get(table.name, ())
            if same and any(rules.is_the_same(same, row, each) for each in theirs):
                dropped += await drop(uow, tenant, place, row)
            else:
                await give(uow, tenant, place, key, survivor)
                keys.append((place, key))
    return keys, dropped


async def drop(uow: UnitOfWork, tenant: str, place: str, row: Row[Any]) -> Kept:
    """Delete a row that may be put back."""
    table, _ = place_of(place)
    await uow.session.execute(delete(table).where(*at(tenant, table, key_of(table, row))))
    return [{"place": place, "row": rules.stored(table, row)}]


async def put_back(uow: UnitOfWork, dropped: Sequence[Json]) -> None:
    """What the survivor had already, unless what it is about is gone meanwhile."""
    for each in dropped:
        table = place_of(each["place"])[0]
        values = rules.restored(table, each["row"])
        if await queries.still_there(uow.session, table, values):
            await uow.session.execute(insert(table).values(values))


async def give(uow: UnitOfWork, tenant: str, place: str, key: Json, person_id: UUID) -> None:
    """The row is theirs from now on."""
    table, column = place_of(place)
    values: Json = {column.name: person_id}
    if "version" in table.c:
        values["version"] = table.c.version + 1
    await uow.session.execute(update(table).where(*at(tenant, table, key)).values(values))


async def seen(uow: UnitOfWork, tenant: str, place: str, key: Json) -> Json:
    """What the row says now, to know whether somebody changes it."""
    table = place_of(place)[0]
    row = await row_at(uow.session, tenant, table, key)
    assert row is not None
    return {"place": place, "key": key, "digest": rules.digest_of(table, row)}


async def changed(uow: UnitOfWork, tenant: str, moved: Sequence[Json]) -> list[tuple[str, Json]]:
    """Table and row, as it is now, of what was ``seen`` and somebody has changed.

    Of what is gone there is the key. What the survivor had none of is theirs to change.
    """
    found = []
    for each in moved:
        if MERGING.get(each["place"]) is OnMerge.MOVES_IF_NONE:
            continue
        table = place_of(each["place"])[0]
        row = await row_at(uow.session, tenant, table, each["key"])
        if row is None:
            found.append((table.name, {**each["key"], GONE: True}))
        elif rules.digest_of(table, row) != each["digest"]:
            found.append((table.name, rules.stored(table, row)))
    return found
