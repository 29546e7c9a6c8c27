"""What must not be deleted by the clock: every service's copy of what the office has said."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import Column, ColumnElement, Table, and_, false, func, not_, or_, select, true
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Session

from shared.contracts.holds import LegalHoldRecord
from shared.database.reach import crossing
from shared.erasing.erase import mentions
from shared.erasing.rows import People, places
from shared.messaging.router import EventRouter
from shared.messaging.tables import holds

handlers = EventRouter()
handlers.keep_copy(LegalHoldRecord, holds)


@dataclass(frozen=True)
class Hold:
    """Of a tenant; of certain ids only, if there are any."""

    tenant: str
    ids: tuple[UUID, ...] = ()


async def holds_on(session: AsyncSession, today: date) -> Sequence[Hold]:
    """Those that are not over."""
    return await session.run_sync(read_holds, today)


def read_holds(session: Session, today: date) -> Sequence[Hold]:
    """The same, inside a session that waits."""
    query = select(holds.c.tenant, holds.c.ids).where(holds.c.last_day >= today)
    rows = session.execute(crossing(query)).all()
    return [Hold(row.tenant, tuple(UUID(each) for each in row.ids)) for row in rows]


async def held_of(
    session: AsyncSession, tenant: str, ids: Collection[UUID], today: date
) -> set[UUID]:
    """Those of a tenant's people who are held; all of them where the whole tenant is."""
    found = [each for each in await holds_on(session, today) if each.tenant == tenant]
    if any(not each.ids for each in found):
        return set(ids)
    return {some_id for each in found for some_id in each.ids}.intersection(ids)


def spared(
    table: Table, found: Sequence[Hold], naming: "Column[Any] | None" = None, *, sqlite: bool
) -> ColumnElement[bool]:
    """Which rows of a table a hold keeps; those that name somebody in a text as well.

    Where rows do not say whose tenant's they are, one that is held keeps all of them.
    """
    towns = {each.tenant for each in found if not each.ids}
    kept: list[ColumnElement[bool]] = []
    if towns:
        kept.append(table.c.tenant.in_(towns) if "tenant" in table.c else true())
    if ids := tuple(some_id for each in found for some_id in each.ids):
        people = People(ids, ids)
        mine = (place.of(people, sqlite=sqlite) for place in places_of(table))
        kept += [func.coalesce(each, false()) for each in mine]
        kept += [mentions(naming, people)] if naming is not None else []
    return or_(false(), *kept)


@lru_cache(maxsize=500)
def places_of(table: Table) -> Sequence[Any]:
    """The paths from its rows to people."""
    return [place for place in places(table.metadata) if place.table is table]


def unless_held(
    table: Table,
    due: ColumnElement[bool],
    found: Sequence[Hold],
    naming: "Column[Any] | None" = None,
    *,
    sqlite: bool,
) -> ColumnElement[bool]:
    """What is due and no hold keeps."""
    return and_(due, not_(spared(table, found, naming, sqlite=sqlite))) if found else due
