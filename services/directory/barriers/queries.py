"""Reports as the office reads them."""

from dataclasses import replace
from uuid import UUID

from sqlalchemy import ColumnElement, func, select, true
from sqlalchemy.ext.asyncio import AsyncSession

from services.directory.barriers.models import BarrierReport
from shared.contracts.accounts import AccessRole
from shared.database.paging import KeysetRequest, Page, paginate
from shared.database.reach import CROSSING
from shared.web.sessions.person import Me


def seen_by(me: Me) -> ColumnElement[bool]:
    """An operator sees all, a coordination office its municipality's."""
    return true() if me.role is AccessRole.OPERATOR else BarrierReport.tenant == me.tenant


async def page_of(session: AsyncSession, me: Me, wanted: KeysetRequest) -> Page[BarrierReport]:
    """The newest first."""
    newest_first = replace(wanted, sort=wanted.sort or f"-{BarrierReport.reported_at.key}")
    query = select(BarrierReport).where(seen_by(me))
    by = (BarrierReport.reported_at, BarrierReport.id)
    return await paginate(session, query, newest_first, by=by)


async def count_open(session: AsyncSession, me: Me) -> int:
    """How many nobody has settled."""
    query = select(func.count()).where(BarrierReport.settled_at.is_(None), seen_by(me))
    theirs = CROSSING if me.role is AccessRole.OPERATOR else {}
    counted = query.select_from(BarrierReport).execution_options(**theirs)
    return (await session.execute(counted)).scalar_one()


async def one(session: AsyncSession, me: Me, report_id: UUID) -> BarrierReport:
    """One of them; raises ``NoResultFound``."""
    query = select(BarrierReport).where(BarrierReport.id == report_id, seen_by(me))
    return (await session.scalars(query)).one()
