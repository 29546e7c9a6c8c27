"""Seals what stands in the audit and can have no entry before it any more; nobody waits for it."""

from collections.abc import Collection, Sequence
from datetime import timedelta
from itertools import groupby, takewhile
from operator import attrgetter
from typing import Any

import structlog
from sqlalchemy import Row, func, insert, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from shared.database.lists import in_list
from shared.keys import derive
from shared.messaging.tables import audit, audit_seals
from shared.messaging.trail.seals import MAX_ENTRIES, Seal, chain
from shared.messaging.unit_of_work import UnitOfWork

log = structlog.get_logger()

SETTLED_AFTER = timedelta(hours=1)
"""More than twice the longest transaction: an entry with a lower position is there by then."""
AT_ONCE = 5000
PURPOSE = "audit"


def key_of(uow: UnitOfWork) -> bytes:
    """What this service seals with; it is in no database."""
    return derive(uow.key, PURPOSE)


async def seal_settled(uow: UnitOfWork, each: int = MAX_ENTRIES) -> bool:
    """Seal what is settled; whether there is more of it."""
    found = await _settled(uow)
    key, by_tenant = key_of(uow), attrgetter("tenant")
    last = await last_seals(uow.session, {each.tenant for each in found})
    made = [
        link
        for tenant, entries in groupby(sorted(found, key=by_tenant), by_tenant)
        for link in chain(key, last.get(tenant), list(entries), each)
    ]
    if made:
        await uow.session.execute(insert(audit_seals), [vars(link) for link in made])
        log.info("audit.sealed", entries=len(found), seals=len(made), up_to=found[-1].position)
    return len(found) == AT_ONCE


async def _settled(uow: UnitOfWork) -> Sequence[Row[Any]]:
    """By position, up to the first that is too young.

    One that says a time to come stops nothing: it is settled as what comes after it is.
    """
    done = select(func.coalesce(func.max(audit_seals.c.up_to), 0)).scalar_subquery()
    query = select(audit).where(audit.c.position > done).order_by(audit.c.position)
    rows = (await uow.session.execute(query.limit(AT_ONCE))).all()
    before = uow.now - SETTLED_AFTER
    some = list(takewhile(lambda row: row.at < before or row.at > uow.now, rows))
    settled = [number for number, row in enumerate(some, 1) if row.at < before]
    return some[: max(settled, default=0)]


async def last_seals(session: AsyncSession, tenants: Collection[str]) -> dict[str, Seal]:
    """The end of each tenant's chain."""
    those = in_list(audit_seals.c.tenant, "tenants")
    ends = (
        select(audit_seals.c.tenant, func.max(audit_seals.c.number))
        .where(those)
        .group_by(audit_seals.c.tenant)
    )
    key = tuple_(audit_seals.c.tenant, audit_seals.c.number)
    rows = await session.execute(
        select(audit_seals).where(key.in_(ends)), {"tenants": list(tenants)}
    )
    return {row.tenant: Seal(**row._mapping) for row in rows}
