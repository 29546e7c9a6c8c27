"""Departures as carriers posted them, and what was known of them."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, bindparam, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.directory.departures.models import Departure, departures
from services.directory.departures.schemas import DepartureRecord
from services.directory.employments.queries import by_ids, of_carrier
from services.directory.employments.values import Employment
from services.directory.leaves.queries import of_employments
from services.directory.leaves.values import no_longer_true
from services.directory.placements.queries import timelines
from services.directory.values import LaterFact
from shared.contracts.directory import DepartureReason
from shared.database.lists import in_list
from shared.database.paging import KeysetRequest, Page, described, paginate
from shared.web.tokens import ApiClient

_ALL_POSTED = (
    select(departures.c.employment_id, departures.c.last_day)
    .where(departures.c.tenant == bindparam("tenant"), departures.c.recorded_at <= bindparam("at"))
    .order_by(departures.c.recorded_at, departures.c.id)
)


async def page_of(
    session: AsyncSession, client: ApiClient, since: datetime | None, page: KeysetRequest
) -> Page[DepartureRecord]:
    """Those of the client's workers, in the order in which they were posted."""
    query = of_carrier(
        select(Departure).where(Departure.tenant == client.tenant),
        Departure.employment_id,
        client.organization_id,
    )
    if since is not None:
        query = query.where(Departure.recorded_at >= since)
    found = await paginate(session, query, page, by=(Departure.id,), columns=())

    async def describe(later: AsyncSession, rows: Sequence[Departure]) -> list[DepartureRecord]:
        of = await by_ids(later, client.tenant, {row.employment_id for row in rows})
        return [
            DepartureRecord(
                departure_id=row.id,
                employment_id=row.employment_id,
                worker_id=of[row.employment_id].worker_id,
                external_id=of[row.employment_id].external_id,
                last_day=row.last_day,
                reason=DepartureReason(row.reason),
                recorded_at=row.recorded_at,
            )
            for row in rows
        ]

    return await described(session, found, describe)


async def reasons_of(
    session: AsyncSession, tenant: str, employments: Collection[UUID]
) -> dict[UUID, str]:
    """The reason of the latest departure of each employment that has one."""
    query = (
        select(departures.c.employment_id, departures.c.reason)
        .where(departures.c.tenant == tenant, in_list(departures.c.employment_id, "ids"))
        .order_by(departures.c.recorded_at, departures.c.id)
    )
    found = await session.execute(query, {"ids": list(employments)})
    return {row.employment_id: row.reason for row in found}


async def untrue_after(
    session: AsyncSession, tenant: str, employment: Employment, last_day: date
) -> list[LaterFact]:
    """What a last day would make untrue that was posted for days after it."""
    if employment.cancelled or last_day < employment.start_date:
        return []
    spans = (await timelines(session, tenant, [employment]))[employment.id]
    away = (await of_employments(session, tenant, [employment.id])).get(employment.id, [])
    return no_longer_true(spans, away, last_day)


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


async def all_last_days_known(
    session: AsyncSession, tenant: str, at: datetime
) -> dict[UUID, date | None]:
    """The last days of employments as they had been posted by a moment; None if taken back."""
    rows = await session.execute(_ALL_POSTED, {"tenant": tenant, "at": at})
    return {row.employment_id: row.last_day for row in rows}


def learnt(tenant: str, at: datetime) -> Select[Any]:
    """How many had been posted by a moment, and when the last."""
    known = (departures.c.tenant == tenant, departures.c.recorded_at <= at)
    counted: list[Any] = [func.count(), func.max(departures.c.recorded_at)]
    return select(*counted).where(*known)


async def posted_last(session: AsyncSession) -> dict[str, datetime]:
    """When the last one was posted, by municipality."""
    query = select(departures.c.tenant, func.max(departures.c.recorded_at).label("at"))
    return {
        row.tenant: row.at for row in await session.execute(query.group_by(departures.c.tenant))
    }
