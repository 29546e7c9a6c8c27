"""Deletes entries that are twelve months old, by the right of the tables' owner.

A service may not delete: PostgreSQL does it in a function of the owner's, which takes nothing
younger by its own clock, nor anything that is not sealed. The last seal of what is gone stays, as
the anchor at which a check begins.
"""

from datetime import timedelta

import structlog
from sqlalchemy import delete, func, select, text, tuple_

from shared.messaging.tables import audit, audit_seals
from shared.messaging.unit_of_work import UnitOfWork

log = structlog.get_logger()

KEPT = timedelta(days=365)
AT_ONCE = 2000
_OWNERS = text("SELECT expire_audit(CAST(:before AS timestamptz), :at_once)")


async def expire(uow: UnitOfWork) -> int:
    """Delete at most ``AT_ONCE`` of what is over; returns how many."""
    before = uow.now - KEPT
    if uow.session.get_bind().dialect.name == "postgresql":
        given = {"before": before, "at_once": AT_ONCE}
        gone = (await uow.session.execute(_OWNERS, given)).scalar_one()
    else:
        gone = await _expire_in_file(uow)
    if gone:
        log.info("audit.expired", entries=gone)
    return int(gone)


async def _expire_in_file(uow: UnitOfWork) -> int:
    """As the function does; triggers refuse what is younger by the machine's clock.

    The very last entry stays: SQLite would give its position to the next one.
    """
    before = uow.now - KEPT
    by_clock = func.strftime("%Y-%m-%d %H:%M:%S", "now", "-365 days")
    old = audit_seals.c.newest < before, audit_seals.c.newest < by_clock
    over = (
        select(
            audit_seals.c.tenant,
            func.max(audit_seals.c.up_to).label("up_to"),
            func.max(audit_seals.c.number).label("number"),
        )
        .where(*old)
        .group_by(audit_seals.c.tenant)
        .subquery()
    )
    last = select(func.max(audit.c.position)).scalar_subquery()
    entries = (
        select(audit.c.position)
        .join(over, (over.c.tenant == audit.c.tenant) & (audit.c.position <= over.c.up_to))
        .where(audit.c.at < before, audit.c.position < last)
        .limit(AT_ONCE)
    )
    found = list(await uow.session.scalars(entries))
    key = tuple_(audit_seals.c.tenant, audit_seals.c.number)
    seals = select(audit_seals.c.tenant, audit_seals.c.number).join(
        over, (over.c.tenant == audit_seals.c.tenant) & (audit_seals.c.number < over.c.number)
    )
    await uow.session.execute(delete(audit).where(audit.c.position.in_(found)))
    await uow.session.execute(delete(audit_seals).where(key.in_(seals)))
    return len(found)
