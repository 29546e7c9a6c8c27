"""Deletes entries that are twelve months old, by the right of the tables' owner.

A service may not delete: PostgreSQL does it in a function of the owner's, which takes nothing
younger by its own clock, nor anything that is not sealed, nor what a hold keeps. Seals go with all
that is before their end; the last one stays, as the anchor at which a check begins.
"""

from datetime import timedelta

import structlog
from sqlalchemy import (
    ColumnElement,
    Text,
    cast,
    delete,
    exists,
    func,
    literal,
    not_,
    or_,
    select,
    text,
    tuple_,
)

from shared.clock import local_date
from shared.messaging.tables import audit, audit_seals, holds
from shared.messaging.unit_of_work import UnitOfWork

log = structlog.get_logger()

KEPT = timedelta(days=365)
AT_ONCE = 2000
_WHO = (audit.c.actor, audit.c.object_id)
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
        .where(audit.c.at < before, audit.c.position < last, not_(_held(uow)))
        .limit(AT_ONCE)
    )
    found = list(await uow.session.scalars(entries))
    key = tuple_(audit_seals.c.tenant, audit_seals.c.number)
    left = (audit.c.tenant == audit_seals.c.tenant, audit.c.position <= audit_seals.c.up_to)
    seals = (
        select(audit_seals.c.tenant, audit_seals.c.number)
        .join(over, (over.c.tenant == audit_seals.c.tenant))
        .where(audit_seals.c.number < over.c.number, ~exists().where(*left))
    )
    await uow.session.execute(delete(audit).where(audit.c.position.in_(found)))
    await uow.session.execute(delete(audit_seals).where(key.in_(seals)))
    return len(found)


def _held(uow: UnitOfWork) -> ColumnElement[bool]:
    """Whether somebody who is held did it or it was done to them, or all of the tenant is held."""
    ids = cast(holds.c.ids, Text)
    named = (func.instr(ids, literal('"') + each + '"') > 0 for each in _WHO)
    running = (holds.c.tenant == audit.c.tenant, holds.c.last_day >= local_date(uow.now))
    return exists().where(*running, or_(ids == "[]", *named))
