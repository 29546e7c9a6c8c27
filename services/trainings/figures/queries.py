"""Dates of a school year, and who was there, in three statements however many there are."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.trainings.attendance import queries as attendance
from services.trainings.attendance.values import KEPT, Seen
from services.trainings.figures import rules
from services.trainings.figures.values import Day, Figures, Quarter, SchoolYear
from services.trainings.models import Gathering, GatheringDate, Organization
from shared.contracts.gatherings import GatheringState


async def figures(
    session: AsyncSession, tenant: str, year: SchoolYear, quarter: Quarter | None, now: datetime
) -> Figures:
    """Of the year, or of one quarter of it."""
    days = await _days(session, tenant, year)
    if quarter is not None:
        return rules.of_quarter(year, days, quarter, now)
    seen = await _seen(session, tenant, year) if counts_people(year, now) else []
    names = await _carriers(session, tenant) if seen else {}
    return rules.of_year(year, days, seen, names, now)


def counts_people(year: SchoolYear, now: datetime) -> bool:
    """Once it is over, and while it is known of all of it who was there."""
    return year.is_over(now) and year.bounds[0] > now - KEPT


async def _days(session: AsyncSession, tenant: str, year: SchoolYear) -> list[Day]:
    query = (
        select(
            Gathering.id,
            Gathering.kind,
            Gathering.capacity,
            GatheringDate.starts_at,
            GatheringDate.ends_at,
            GatheringDate.units,
            GatheringDate.cancelled | (Gathering.state == GatheringState.CANCELLED),
        )
        .join(GatheringDate, GatheringDate.gathering_id == Gathering.id)
        .where(
            GatheringDate.tenant == tenant,
            GatheringDate.starts_at >= year.bounds[0],
            GatheringDate.starts_at < year.bounds[-1],
            Gathering.state != GatheringState.DRAFT,
        )
    )
    return [Day(*row) for row in (await session.execute(query)).all()]


async def _seen(session: AsyncSession, tenant: str, year: SchoolYear) -> list[Seen]:
    begin, end = year.bounds[0], year.bounds[-1]
    within = (GatheringDate.starts_at >= begin, GatheringDate.starts_at < end)
    return await attendance.seen(session, tenant, GatheringDate.tenant == tenant, *within)


async def _carriers(session: AsyncSession, tenant: str) -> Mapping[UUID, str]:
    query = select(Organization.organization_id, Organization.name)
    rows = await session.execute(query.where(Organization.tenant == tenant))
    return {each.organization_id: each.name for each in rows}
