"""What was worked in a time, as known at a moment: three statements, however many schools."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from itertools import groupby, pairwise
from operator import attrgetter
from typing import Any

from sqlalchemy import Row, Select, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.directory.departures.queries import all_last_days_known
from services.directory.employments.queries import known_at as employments_known
from services.directory.employments.values import Wanted
from services.directory.leaves.queries import known_at as leaves_known
from services.directory.leaves.values import Away, at_work
from services.directory.placements.queries import known_at as placements_known
from services.directory.stretches.values import Stretch
from shared.clock import A_DAY
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
    posted = await all_last_days_known(session, wanted.tenant, at)
    rows = await session.execute(_placed(wanted, at))
    return [
        stretch
        for employment_id, theirs in groupby(rows, attrgetter("employment_id"))
        for stretch in _of_employment(list(theirs), posted.get(employment_id), first, last)
    ]


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


def _of_employment(
    rows: Sequence[Row[Any]], posted: date | None, first: date, last: date
) -> Iterator[Stretch]:
    """What was posted for a day applies until the day before the next, never beyond the end."""
    following = dict(pairwise(sorted({row.valid_from for row in rows})))
    over = posted or rows[0].fixed_term_until
    for row in rows:
        until = [over] if over else []
        if (changed := following.get(row.valid_from)) is not None:
            until.append(changed - A_DAY)
        begin, end = max(first, row.valid_from), min((last, *until))
        if begin <= end:
            yield Stretch(
                row.worker_id,
                row.employment_id,
                row.carrier_id,
                row.school_id,
                Funding(row.funding),
                row.weekly_hours,
                begin,
                end,
            )


def _placed(wanted: Wanted, at: datetime) -> Select[Any]:
    """What was known of placements, by employment and day.

    What applies when is left to the reader of the rows, and so are last days: PostgreSQL, which
    knows nothing of how many rows a part of a statement has, looks them up row by row.
    """
    known = placements_known(wanted.tenant, at).subquery("known")
    employed = employments_known(wanted, at).subquery("employed")
    names = ("placement_id", "employment_id", "school_id", "weekly_hours", "funding", "valid_from")
    theirs = ("worker_id", "carrier_id", "fixed_term_until")
    return (
        select(*(known.c[each] for each in names), *(employed.c[each] for each in theirs))
        .join(employed, employed.c.id == known.c.employment_id)
        .order_by(known.c.employment_id, known.c.valid_from, known.c.placement_id)
    )
