"""Takes reports, settles and forgets them."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import delete, func, select, update

from services.directory.barriers.models import BarrierReport
from services.directory.barriers.queries import seen_by
from shared.contracts.directory import BarrierReported
from shared.ids import new_id
from shared.messaging.event import Cause
from shared.messaging.unit_of_work import UnitOfWork
from shared.web.problem import Problem
from shared.web.sessions.person import Me

MOST_OPEN = 1000
KEPT = timedelta(days=30)
"""After it was settled."""


async def report(uow: UnitOfWork, tenant: str, *, page: str, text: str, contact: str) -> UUID:
    """Store it, and tell; returns its id. Raises ``Problem`` while too many wait."""
    waiting = select(func.count()).where(BarrierReport.settled_at.is_(None))
    if (await uow.session.execute(waiting)).scalar_one() >= MOST_OPEN:
        raise Problem(429, "too-many-reports", "Too many reports wait", headers=_LATER)
    row = BarrierReport(
        id=new_id(),
        tenant=tenant,
        reported_at=uow.now,
        page=page,
        text=text,
        contact=contact,
    )
    uow.session.add(row)
    uow.announce(BarrierReported(report_id=row.id), Cause(tenant, new_id()))
    return row.id


async def settle(uow: UnitOfWork, me: Me, report_id: UUID) -> None:
    """Nobody has to look at it any more; raises ``NoResultFound``."""
    mine = select(BarrierReport).where(BarrierReport.id == report_id, seen_by(me))
    (await uow.session.scalars(mine)).one()
    settled = update(BarrierReport).where(
        BarrierReport.id == report_id, BarrierReport.settled_at.is_(None), seen_by(me)
    )
    await uow.session.execute(settled.values(settled_at=uow.now))


async def drop_contact(uow: UnitOfWork, me: Me, report_id: UUID) -> None:
    """Whoever reported does not want it kept any more; raises ``NoResultFound``."""
    mine = select(BarrierReport).where(BarrierReport.id == report_id, seen_by(me))
    (await uow.session.scalars(mine)).one().contact = ""


async def forget(uow: UnitOfWork) -> bool:
    """Those that were settled long ago."""
    await uow.session.execute(
        delete(BarrierReport).where(BarrierReport.settled_at < uow.now - KEPT)
    )
    return False


_LATER = {"Retry-After": "3600"}
