"""Compares the audit with its seals, some of one tenant's at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import pairwise
from typing import Any

import structlog
from sqlalchemy import exists, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from shared.database.writes import Write, write_all
from shared.messaging.tables import audit, audit_checks, audit_seals
from shared.messaging.trail.expiry import KEPT
from shared.messaging.trail.sealing import key_of
from shared.messaging.trail.seals import BEFORE_ALL, Seal, digest_of, says_itself, seal_of
from shared.messaging.unit_of_work import UnitOfWork

log = structlog.get_logger()

SEALS_AT_ONCE = 25
ANEW = timedelta(hours=20)
"""A chain that was checked longer ago is checked again."""


class Fault(StrEnum):
    """What is wrong with a chain."""

    BEGINNING = "beginning"
    """Seals are missing that are not old enough."""
    GAP = "gap"
    SEAL = "seal"
    ENTRIES = "entries"
    UNSEALED = "unsealed"
    """Entries stand where everything was sealed."""


@dataclass(frozen=True)
class Broken:
    """Where a chain does not hold, and how."""

    fault: Fault
    number: int


async def check(uow: UnitOfWork) -> bool:
    """Check the next part of the chain that has waited longest; whether others wait."""
    await _begin(uow)
    at = audit_checks.c.checked_at
    due = or_(at.is_(None), at <= uow.now - ANEW, at > uow.now)
    oldest = audit_checks.c.checked_at.asc().nulls_first()
    query = select(audit_checks).where(due).order_by(oldest, audit_checks.c.tenant).limit(1)
    row = (await uow.session.execute(query)).first()
    if row is None:
        return False
    seals = await _seals_from(uow.session, row.tenant, row.number)
    broken = await _look(uow, row.tenant, row.number, seals)
    ended = broken is not None or len(seals) <= SEALS_AT_ONCE
    values: dict[str, Any] = {"number": seals[-1].number if seals else 0}
    if ended:
        values = _verdict(uow.now, row.broken_at, broken)
    mine = audit_checks.c.tenant == row.tenant
    await uow.session.execute(update(audit_checks).where(mine).values(values))
    return True


def _verdict(now: datetime, since: datetime | None, broken: Broken | None) -> dict[str, Any]:
    """What is written of a chain that was looked at as a whole, or up to its fault."""
    if broken:
        log.error("audit.broken", fault=broken.fault, number=broken.number)
    return {
        "number": 0,
        "checked_at": now,
        "broken_at": (since or now) if broken else None,
        "fault": broken.fault if broken else "",
        "fault_number": broken.number if broken else 0,
    }


async def _begin(uow: UnitOfWork) -> None:
    """A line for every chain that has none."""
    known = exists().where(audit_checks.c.tenant == audit_seals.c.tenant)
    query = select(audit_seals.c.tenant).where(~known).distinct()
    rows = [
        {
            "tenant": tenant,
            "number": 0,
            "checked_at": None,
            "broken_at": None,
            "fault": "",
            "fault_number": 0,
        }
        for tenant in await uow.session.scalars(query)
    ]
    if rows:
        await write_all(uow.session, [Write(audit_checks, rows, "ignore")])


async def _seals_from(session: AsyncSession, tenant: str, number: int) -> Sequence[Seal]:
    """The last one that was checked, and the next."""
    mine = (audit_seals.c.tenant == tenant, audit_seals.c.number >= number)
    query = select(audit_seals).where(*mine).order_by(audit_seals.c.number)
    rows = await session.execute(query.limit(SEALS_AT_ONCE + 1))
    return [Seal(**row._mapping) for row in rows]


async def _look(uow: UnitOfWork, tenant: str, number: int, seals: Sequence[Seal]) -> Broken | None:
    """The first fault among seals, of which the first was checked before unless ``number`` is 0."""
    old = uow.now - KEPT
    if not seals:
        return Broken(Fault.BEGINNING, number)
    if number and seals[0].number != number:
        return Broken(Fault.GAP, number)
    if not number and (broken := await _first(uow, seals[0], old)):
        return broken
    for before, each in pairwise(seals):
        if broken := await _next(uow, before, each, old):
            return broken
    if len(seals) <= SEALS_AT_ONCE:
        return await _beyond(uow.session, tenant, seals[-1])
    return None


async def _first(uow: UnitOfWork, first: Seal, old: datetime) -> Broken | None:
    """The anchor of a chain whose beginning is over, or the very first."""
    if first.number > 1:
        is_anchor = first.newest < old and says_itself(key_of(uow), first)
        return None if is_anchor else Broken(Fault.BEGINNING, first.number)
    if first.after != BEFORE_ALL or seal_of(key_of(uow), "", first) != first.seal:
        return Broken(Fault.SEAL, first.number)
    return await _entries(uow, first, old)


async def _next(uow: UnitOfWork, before: Seal, seal: Seal, old: datetime) -> Broken | None:
    if seal.number != before.number + 1 or seal.after != before.up_to:
        return Broken(Fault.GAP, seal.number)
    if seal_of(key_of(uow), before.seal, seal) != seal.seal:
        return Broken(Fault.SEAL, seal.number)
    return await _entries(uow, seal, old)


async def _entries(uow: UnitOfWork, seal: Seal, old: datetime) -> Broken | None:
    """Those of a seal, unless they may be gone already."""
    if seal.newest < old:
        return None
    mine = (
        audit.c.tenant == seal.tenant,
        audit.c.position > seal.after,
        audit.c.position <= seal.up_to,
    )
    rows = (await uow.session.execute(select(audit).where(*mine).order_by(audit.c.position))).all()
    same = len(rows) == seal.entries and seal.digest.startswith(digest_of(key_of(uow), rows))
    return None if same else Broken(Fault.ENTRIES, seal.number)


async def _beyond(session: AsyncSession, tenant: str, last: Seal) -> Broken | None:
    """Nothing of it stands between its last seal and the last of all."""
    done = select(func.max(audit_seals.c.up_to)).scalar_subquery()
    mine = (
        audit.c.tenant == tenant,
        audit.c.position > last.up_to,
        audit.c.position <= done,
    )
    found = (await session.execute(select(audit.c.position).where(*mine).limit(1))).first()
    return Broken(Fault.UNSEALED, last.number) if found else None
