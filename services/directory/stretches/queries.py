"""What was worked in a time, as known at a moment: three statements, however many schools."""

from collections.abc import Sequence
from datetime import date, datetime
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.directory.departures.queries import all_last_days_known
from services.directory.employments.queries import known_at as employments_known
from services.directory.employments.values import Wanted
from services.directory.leaves.queries import known_at as leaves_known
from services.directory.leaves.values import Away, at_work
from services.directory.placements.queries import known_at as placements_known
from services.directory.stretches.rules import cut
from services.directory.stretches.values import Stretch

_OF_EMPLOYMENT = ("worker_id", "carrier_id", "fixed_term_until")
_OF_PLACEMENT = ("school_id", "funding", "weekly_hours", "valid_from")


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
    given = {"tenant": wanted.tenant, "carrier": wanted.carrier_id, "last": last, "at": at}
    known = {name: each for name, each in given.items() if each is not None}
    rows = (await session.execute(_placed(wanted.carrier_id is not None), known)).all()
    return cut(rows, posted, first, last)


async def at_work_of(
    session: AsyncSession, tenant: str, known: Sequence[Stretch], at: datetime
) -> list[Stretch]:
    """What is left of these without leaves."""
    away = await leaves_known(session, tenant, at)
    if not away:
        return list(known)
    return [part for each in known for part in _at_work(each, away.get(each.employment_id, ()))]


def _at_work(stretch: Stretch, away: Sequence[Away]) -> list[Stretch]:
    if not away:
        return [stretch]
    parts = at_work((stretch.first, stretch.last), away)
    return [stretch._replace(first=first, last=last or stretch.last) for first, last in parts]


@cache
def _placed(of_carrier: bool) -> Select[Any]:
    """What was known of placements, by employment, the latest day first.

    What applies when is left to the reader of the rows, and so are last days: PostgreSQL, which
    knows nothing of how many rows a part of a statement has, looks them up row by row.
    """
    tenant, at = _later("tenant"), _later("at")
    wanted = Wanted(tenant, _later("carrier") if of_carrier else None, date.min)
    known = placements_known(tenant, at).subquery("known")
    employed = employments_known(wanted, at).subquery("employed")
    theirs = (known.c.employment_id, *(employed.c[each] for each in _OF_EMPLOYMENT))
    return (
        select(*theirs, *(known.c[each] for each in _OF_PLACEMENT))
        .join(employed, employed.c.id == known.c.employment_id)
        .where(known.c.valid_from <= _later("last"))
        .order_by(known.c.employment_id, known.c.valid_from.desc(), known.c.placement_id)
    )


def _later(name: str) -> Any:
    """Given when it is executed."""
    return bindparam(name)
