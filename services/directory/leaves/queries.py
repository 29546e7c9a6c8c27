"""Leaves as they are known, or were at a moment."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, bindparam, case, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.directory.employments.queries import by_ids, of_carrier
from services.directory.employments.values import Employment
from services.directory.leaves.models import Leave, leaves
from services.directory.leaves.schemas import LeaveView
from services.directory.leaves.values import Away
from shared.database.lists import in_list
from shared.database.paging import KeysetRequest, Page, described, paginate
from shared.web.tokens import ApiClient

IN_FORCE = leaves.c.superseded_at.is_(None)
_KNOWN = (
    select(leaves)
    .where(
        leaves.c.tenant == bindparam("tenant"),
        leaves.c.recorded_at <= bindparam("at"),
        or_(IN_FORCE, leaves.c.superseded_at > bindparam("at")),
    )
    .order_by(leaves.c.first_day)
)


async def of_employments(
    session: AsyncSession, tenant: str, employments: Collection[UUID]
) -> dict[UUID, list[Away]]:
    """The leaves of each employment that has any, in the order of their days."""
    query = select(leaves).where(
        leaves.c.tenant == tenant, in_list(leaves.c.employment_id, "employments"), IN_FORCE
    )
    rows = await session.execute(
        query.order_by(leaves.c.first_day), {"employments": list(employments)}
    )
    return _by_employment(rows.all())


async def lasting(
    session: AsyncSession, tenant: str, day: date, among: Select[Any] | None = None
) -> list[Away]:
    """Those that are not over on a day, also those to come; of ``among``, ids of employments."""
    query = select(leaves).where(leaves.c.tenant == tenant, IN_FORCE, _not_over_on(day))
    if among is not None:
        query = query.where(leaves.c.employment_id.in_(among))
    rows = await session.execute(query.order_by(leaves.c.first_day, leaves.c.leave_id))
    return [_away(row) for row in rows]


async def of_ids(session: AsyncSession, tenant: str, ids: Collection[UUID]) -> list[Away]:
    """Of these the ones that take or took place."""
    mine = (leaves.c.tenant == tenant, in_list(leaves.c.leave_id, "ids"), IN_FORCE)
    rows = await session.execute(select(leaves).where(*mine), {"ids": list(ids)})
    return [_away(row) for row in rows]


async def tenants_with(session: AsyncSession, day: date) -> set[str]:
    """Municipalities with leaves that are not over on a day."""
    query = select(leaves.c.tenant).where(IN_FORCE, _not_over_on(day)).distinct()
    return {*await session.scalars(query)}


async def known_at(session: AsyncSession, tenant: str, at: datetime) -> dict[UUID, list[Away]]:
    """By employment what was known of leaves at a moment."""
    rows = await session.execute(_KNOWN, {"tenant": tenant, "at": at})
    return _by_employment(rows.all())


def learnt(tenant: str, at: datetime) -> Select[Any]:
    """How many rows were known at a moment, and when the last came or was replaced."""
    columns = leaves.c
    replaced = case((columns.superseded_at <= at, columns.superseded_at))
    latest = (func.max(columns.recorded_at), func.max(replaced))
    counted: list[Any] = [func.count(), func.count(replaced), *latest]
    known = (columns.tenant == tenant, columns.recorded_at <= at)
    return select(*counted).where(*known)


async def posted_last(session: AsyncSession) -> dict[str, datetime]:
    """When something of a leave was posted last, by municipality."""
    latest = func.max(func.coalesce(leaves.c.superseded_at, leaves.c.recorded_at))
    query = select(leaves.c.tenant, latest.label("at")).group_by(leaves.c.tenant)
    return {row.tenant: row.at for row in await session.execute(query)}


async def page_of(session: AsyncSession, client: ApiClient, page: KeysetRequest) -> Page[LeaveView]:
    """Those of the client's workers that take place, in the order in which they were posted."""
    query = of_carrier(
        select(Leave).where(Leave.tenant == client.tenant, IN_FORCE),
        Leave.employment_id,
        client.organization_id,
    )
    found = await paginate(session, query, page, by=(Leave.id,), columns=())

    async def describe(later: AsyncSession, rows: Sequence[Leave]) -> list[LeaveView]:
        of = await by_ids(later, client.tenant, {row.employment_id for row in rows})
        return [view_of(of[row.employment_id], _away(row)) for row in rows]

    return await described(session, found, describe)


async def one(session: AsyncSession, client: ApiClient, leave_id: UUID) -> LeaveView:
    """One of the client's workers' that takes or took place; raises ``NoResultFound``."""
    query = of_carrier(
        select(Leave).where(Leave.tenant == client.tenant, Leave.leave_id == leave_id, IN_FORCE),
        Leave.employment_id,
        client.organization_id,
    )
    row = (await session.scalars(query)).one()
    of = await by_ids(session, client.tenant, [row.employment_id])
    return view_of(of[row.employment_id], _away(row))


def view_of(employment: Employment, away: Away, *, taken: bool = True) -> LeaveView:
    """As programs see it."""
    return LeaveView(
        leave_id=away.id,
        employment_id=employment.id,
        worker_id=employment.worker_id,
        external_id=employment.external_id,
        first_day=away.first_day,
        last_day=away.last_day,
        taken=taken,
    )


def _by_employment(rows: Sequence[Row[Any]]) -> dict[UUID, list[Away]]:
    found: dict[UUID, list[Away]] = {}
    for row in rows:
        found.setdefault(row.employment_id, []).append(_away(row))
    return found


def _away(row: Row[Any] | Leave) -> Away:
    return Away(row.leave_id, row.employment_id, row.first_day, row.last_day)


def _not_over_on(day: date) -> ColumnElement[bool]:
    return or_(leaves.c.last_day.is_(None), leaves.c.last_day >= day)
