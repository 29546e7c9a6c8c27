"""What was worked in a time, as it was known at a moment: two statements, however many schools."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Date, Row, Select, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.directory.departures.queries import last_day_known
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
    """What was posted for a day applies until the day before the next, never beyond the end.

    No table is joined with itself: PostgreSQL, which knows nothing of how many rows a part of a
    statement has, would compare each with each.
    """
    known = placements_known(wanted.tenant, at).subquery("known")
    following = func.min(known.c.valid_from).over(
        partition_by=known.c.employment_id, order_by=known.c.valid_from, groups=(1, None)
    )
    begun = select(known, following.label("following")).subquery("begun")
    employed = employments_known(wanted, at).subquery("employed")
    posted = last_day_known(wanted.tenant, at, employed.c.id)
    ends = select(
        employed, func.coalesce(posted, employed.c.fixed_term_until, type_=Date()).label("end")
    ).subquery("ends")
    return (
        select(begun, ends.c.worker_id, ends.c.carrier_id, ends.c.end)
        .join(ends, ends.c.id == begun.c.employment_id)
        .where(
            begun.c.valid_from <= last,
            or_(begun.c.following.is_(None), begun.c.following > first),
            or_(ends.c.end.is_(None), (ends.c.end >= first) & (ends.c.end >= begun.c.valid_from)),
        )
        .order_by(begun.c.employment_id, begun.c.valid_from, begun.c.placement_id)
    )
