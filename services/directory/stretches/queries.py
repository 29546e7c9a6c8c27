"""What was worked in a time, as it was known at a moment: two statements, however many schools."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Date, Row, Select, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.directory.departures.queries import known_at as departures_known
from services.directory.employments.queries import known_at as employments_known
from services.directory.employments.values import Wanted
from services.directory.leaves.queries import known_at as leaves_known
from services.directory.leaves.values import Away, at_work
from services.directory.placements.queries import known_at as placements_known
from services.directory.stretches.values import Stretch
from shared.contracts.directory import Funding


async def stretches(
    session: AsyncSession, wanted: Wanted, first: date, last: date, at: datetime
) -> list[Stretch]:
    """Those with a day from the first to the last, cut to these; on leave nobody works."""
    known = await employed(session, wanted, first, last, at)
    return await at_work_of(session, wanted.tenant, known, at)


async def employed(
    session: AsyncSession, wanted: Wanted, first: date, last: date, at: datetime
) -> list[Stretch]:
    """The same with leaves: who is away has not left."""
    rows = await session.execute(_touching(wanted, first, last, at))
    return [_cut(row, first, last) for row in rows]


async def at_work_of(
    session: AsyncSession, tenant: str, known: Sequence[Stretch], at: datetime
) -> list[Stretch]:
    """What is left of these without leaves."""
    away = await leaves_known(session, tenant, at)
    return [part for each in known for part in _at_work(each, away.get(each.employment_id, ()))]


def _at_work(stretch: Stretch, away: Sequence[Away]) -> list[Stretch]:
    if not away:
        return [stretch]
    parts = at_work((stretch.first, stretch.last), away)
    return [stretch._replace(first=first, last=last or stretch.last) for first, last in parts]


def _cut(row: Row[Any], first: date, last: date) -> Stretch:
    ends = [last, *(each for each in (row.end, _before(row.following)) if each is not None)]
    return Stretch(
        row.worker_id,
        row.employment_id,
        row.carrier_id,
        row.school_id,
        Funding(row.funding),
        row.weekly_hours,
        max(first, row.valid_from),
        min(ends),
    )


def _before(day: date | None) -> date | None:
    return None if day is None else day - timedelta(days=1)


def _touching(wanted: Wanted, first: date, last: date, at: datetime) -> Select[Any]:
    """What was posted for a day applies until the day before the next, never beyond the end."""
    known = placements_known(wanted.tenant, at).cte("known")
    days = select(known.c.employment_id, known.c.valid_from).distinct().subquery()
    next_day = func.lead(days.c.valid_from, type_=Date()).over(
        partition_by=days.c.employment_id, order_by=days.c.valid_from
    )
    begun = select(days, next_day.label("following")).subquery()
    employed = employments_known(wanted, at).subquery()
    departed = departures_known(wanted.tenant, at).subquery()
    end = func.coalesce(departed.c.last_day, employed.c.fixed_term_until, type_=Date())
    return (
        select(
            employed.c.worker_id,
            employed.c.carrier_id,
            known.c.employment_id,
            known.c.school_id,
            known.c.funding,
            known.c.weekly_hours,
            known.c.valid_from,
            begun.c.following,
            end.label("end"),
        )
        .join(begun, _of_same(known, begun) & (begun.c.valid_from == known.c.valid_from))
        .join(employed, employed.c.id == known.c.employment_id)
        .outerjoin(departed, _of_same(known, departed))
        .where(
            known.c.valid_from <= last,
            or_(begun.c.following.is_(None), begun.c.following > first),
            or_(end.is_(None), (end >= first) & (end >= known.c.valid_from)),
        )
        .order_by(known.c.employment_id, known.c.valid_from, known.c.placement_id)
    )


def _of_same(known: Any, other: Any) -> Any:
    return other.c.employment_id == known.c.employment_id
