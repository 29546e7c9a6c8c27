"""Where people work on a day."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.surveys.models import Organization
from services.surveys.workplaces.models import Workplace as Row
from services.surveys.workplaces.values import Workplace


async def on_day(session: AsyncSession, tenant: str, day: date) -> Sequence[Workplace]:
    """One for each employment that lasts."""
    query = select(Row).where(Row.tenant == tenant).order_by(Row.valid_from, Row.employment_id)
    rows = list(await session.scalars(query))
    ends = {each.employment_id: each.last_day for each in rows if each.last_day is not None}
    latest: dict[UUID, Workplace] = {}
    for row in rows:
        last_day = ends.get(row.employment_id)
        if row.valid_from <= day and (last_day is None or day <= last_day):
            types = tuple(row.school_types)
            latest[row.employment_id] = Workplace(row.worker_id, row.carrier_id, types)
    return list(latest.values())


async def carriers(session: AsyncSession, tenant: str) -> Sequence[tuple[UUID, str]]:
    """By name."""
    mine = (Organization.tenant == tenant, Organization.kind == "carrier")
    query = select(Organization.organization_id, Organization.name).where(*mine)
    found = await session.execute(query.order_by(Organization.name))
    return [(key, name) for key, name in found]
