"""Reports as the office reads them, and what their reporters may know of them."""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, bindparam, func, select, true
from sqlalchemy.ext.asyncio import AsyncSession

from services.directory.barriers.models import BarrierReport
from shared.contracts.accounts import AccessRole
from shared.contracts.directory import report_number
from shared.database.paging import KeysetRequest, Page, attribute, paginate
from shared.database.reach import CROSSING, crossing
from shared.web.sessions.person import Me

COLUMNS = (
    attribute("number", "Nummer"),
    attribute("reported_at", "Gemeldet"),
    attribute("page", "Seite"),
    attribute("text", "Was nicht geht"),
    attribute("settled_at", "Erledigt"),
)
_COUNTED = select(func.count()).select_from(BarrierReport).where(BarrierReport.settled_at.is_(None))
OPEN = crossing(_COUNTED)
"""How many nobody has settled."""
OPEN_HERE = _COUNTED.where(BarrierReport.tenant == bindparam("tenant"))
"""The same of ``tenant``."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """What whoever has the address of a receipt sees; nothing of what was written."""

    number: str
    reported_at: datetime
    settled_at: datetime | None
    answered: bool
    """Whether there is an address to answer to."""


def seen_by(me: Me) -> ColumnElement[bool]:
    """An operator sees all, a coordination office its municipality's."""
    return true() if me.role is AccessRole.OPERATOR else BarrierReport.tenant == me.tenant


async def page_of(session: AsyncSession, me: Me, wanted: KeysetRequest) -> Page[BarrierReport]:
    """The newest first."""
    newest_first = replace(wanted, sort=wanted.sort or f"-{BarrierReport.reported_at.key}")
    query = select(BarrierReport).where(seen_by(me))
    by = (BarrierReport.reported_at, BarrierReport.id)
    return await paginate(session, query, newest_first, by=by, columns=COLUMNS)


async def one(session: AsyncSession, me: Me, report_id: UUID) -> BarrierReport:
    """One of them; raises ``NoResultFound``."""
    query = select(BarrierReport).where(BarrierReport.id == report_id, seen_by(me))
    return (await session.scalars(query)).one()


async def receipt(session: AsyncSession, report_id: UUID) -> Receipt:
    """For anybody who knows the id, of any municipality; raises ``NoResultFound``."""
    query = select(
        BarrierReport.reported_at, BarrierReport.settled_at, BarrierReport.contact != ""
    ).where(BarrierReport.id == report_id)
    found = (await session.execute(query.execution_options(**CROSSING))).one()
    reported_at, settled_at, answered = found
    return Receipt(report_number(report_id), reported_at, settled_at, answered)
