"""The figures of the last five years."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import FromClause, Select, bindparam, case, func, select, true
from sqlalchemy.ext.asyncio import AsyncSession

from services.directory.departures import queries as departures
from services.directory.employments.queries import FOUND
from services.directory.employments.values import Wanted
from services.directory.leaves import queries as leaves
from services.directory.merges import queries as merges
from services.directory.organizations import queries as organizations
from services.directory.placements import queries as placements
from services.directory.posts import queries as posts
from services.directory.spells.values import Planned, spells
from services.directory.stretches.queries import at_work_of, employed
from services.directory.turnover import rules
from services.directory.turnover.values import (
    Figures,
    Found,
    Kept,
    Known,
    Mark,
    quarter_ends,
)
from shared.clock import A_DAY
from shared.context import Context
from shared.database.paging import attribute

COLUMNS = tuple(
    attribute(*each)
    for each in (
        ("day", "Stichtag"),
        ("heads", "Fachkräfte"),
        ("fte", "Volle Stellen"),
        ("staffing", "Besetzt in %"),
        ("vacant_days", "Unbesetzte Stellentage"),
        ("leavers", "Ausgeschieden"),
        ("turnover", "Fluktuation in %"),
        ("tenure", "Verweildauer in Jahren"),
        ("retention", "Verbleib in %"),
    )
)


def _learnt() -> Select[Any]:
    """Whatever a figure rests on; each part is one row."""
    tenant, at, last = (_later(each) for each in ("tenant", "at", "last"))
    parts = [
        placements.learnt_before(tenant, at, last),
        _employments_learnt(tenant, at, last),
        departures.learnt(tenant, at),
        leaves.learnt(tenant, at),
        posts.changed(tenant),
        organizations.changed(tenant),
        merges.undone_or_not(tenant),
    ]
    first, *others = [each.subquery(f"part_{number}") for number, each in enumerate(parts)]
    joined: FromClause = first
    for each in others:
        joined = joined.join(each, true())
    return select(*first.c, *(column for each in others for column in each.c)).select_from(joined)


def _employments_learnt(tenant: str, at: datetime, last: date) -> Select[Any]:
    """Of those that begin by a day: also how many were cancelled."""
    known = FOUND.selected_columns
    cancelled = case((known.cancelled_at <= at, known.cancelled_at))
    latest = (func.max(known.recorded_at), func.max(cancelled))
    counted: list[Any] = [func.count(), func.count(cancelled), *latest]
    begun = (known.tenant == tenant, known.recorded_at <= at, known.start_date <= last)
    return select(*counted).where(*begun)


def _later(name: str) -> Any:
    """Given when it is executed."""
    return bindparam(name)


_MARK = _learnt()


def kept_here(_: Context) -> Kept[Sequence[Figures]]:
    """As ``Context.single`` makes them."""
    return Kept()


async def kept_overview(
    session: AsyncSession, kept: Kept[Sequence[Figures]], tenant: str, today: date, now: datetime
) -> Sequence[Figures]:
    """The same as ``overview``: what is over is calculated anew only when more is known of it."""
    last = quarter_ends(today)[-1]
    return await once(
        session, kept, tenant, last, now, lambda: overview(session, tenant, today, now)
    )


async def once(
    session: AsyncSession,
    kept: Kept[Found],
    tenant: str,
    last: date,
    now: datetime,
    count: Callable[[], Awaitable[Found]],
) -> Found:
    """What was counted of all days until a last one, unless more is known of them since."""
    given = {"tenant": tenant, "at": now, "last": last}
    mark: Mark = (last, *(await session.execute(_MARK, given)).one())
    found = kept.find(tenant, mark)
    if found is None:
        found = await count()
        kept.keep(tenant, mark, found)
    return found


async def known_of(session: AsyncSession, wanted: Wanted, last: date, now: datetime) -> Known:
    """All that figures rest on, until a day; four statements, however many have come and gone.

    Who is on leave has not left, and fills no post.
    """
    there = await employed(session, wanted, date.min, last, now)
    worked = await at_work_of(session, wanted.tenant, there, now)
    planned = [
        Planned(pair, each.fte, each.first, each.end and each.end - A_DAY)
        for pair, each in await posts.every_post(session, wanted.tenant)
        if wanted.carrier_id in (None, pair[1])
    ]
    return Known(there, worked, planned)


async def overview(
    session: AsyncSession, tenant: str, today: date, now: datetime
) -> Sequence[Figures]:
    """By quarters, the earliest first, and by what is known now."""
    days = quarter_ends(today)
    found = await known_of(session, Wanted(tenant, None, today), days[-1], now)
    known = spells(found.there)
    began = min((each.first for each in known), default=date.max)
    after = [each for each in days if each >= began]
    return rules.figures(known, found.worked, found.planned, after)
