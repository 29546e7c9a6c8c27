"""What was known of departures."""

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.directory.departures.models import departures
from shared.database.lists import in_list


async def last_days_known(
    session: AsyncSession, tenant: str, employments: Collection[UUID], at: datetime
) -> dict[UUID, date]:
    """The last day that had been posted by a moment, where one had."""
    query = (
        select(departures.c.employment_id, departures.c.last_day)
        .where(
            departures.c.tenant == tenant,
            in_list(departures.c.employment_id, "employments"),
            departures.c.recorded_at <= at,
        )
        .order_by(departures.c.recorded_at, departures.c.id)
    )
    found = await session.execute(query, {"employments": list(employments)})
    return {row.employment_id: row.last_day for row in found}


async def posted_last(session: AsyncSession) -> dict[str, datetime]:
    """When the last one was posted, by municipality."""
    query = select(departures.c.tenant, func.max(departures.c.recorded_at).label("at"))
    return {
        row.tenant: row.at for row in await session.execute(query.group_by(departures.c.tenant))
    }
