"""The figures of the last five years, and those of the last year by carrier and type of school."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import FromClause, Row, Select, bindparam, case, func, select, true
from sqlalchemy.ext.asyncio import AsyncSession

from services.directory.departures import queries as departures
from services.directory.employments.queries import FOUND
from services.directory.employments.values import Wanted
from services.directory.leaves import queries as leaves
from services.directory.merges import queries as merges
from services.directory.organizations import queries as organizations
from services.directory.placements import queries as placements
from services.directory.posts import queries as posts
from services.directory.stretches.queries import at_work_of, employed
from services.directory.stretches.values import Stretch
from services.directory.turnover import rules
from services.directory.turnover.values import (
    Group,
    KeptOverviews,
    Mark,
    Overview,
    Pair,
    Planned,
    Spell,
)
from shared.clock import A_DAY
from shared.context import Context
from shared.contracts.directory import SchoolType
from shared.contracts.words import word
from shared.database.paging import attribute
from shared.small_numbers.margins import Names
from shared.small_numbers.tables import Cell, publishable

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


def kept_here(_: Context) -> KeptOverviews:
    """As ``Context.single`` makes them."""
    return KeptOverviews()


async def kept_overview(
    session: AsyncSession, kept: KeptOverviews, tenant: str, today: date, now: datetime
) -> Overview:
    """The same as ``overview``: what is over is calculated anew only when more is known of it."""
    last = rules.quarter_ends(today)[-1]
    given = {"tenant": tenant, "at": now, "last": last}
    mark: Mark = (last, *(await session.execute(_MARK, given)).one())
    found = kept.find(tenant, mark)
    if found is None:
        found = await overview(session, tenant, today, now)
        kept.keep(tenant, mark, found)
    return found


async def overview(session: AsyncSession, tenant: str, today: date, now: datetime) -> Overview:
    """By what is known now; five statements, however many have come and gone.

    Who is on leave has not left, and fills no post.
    """
    days = rules.quarter_ends(today)
    wanted = Wanted(tenant, None, today)
    there = await employed(session, wanted, date.min, days[-1], now)
    worked = await at_work_of(session, tenant, there, now)
    known = rules.spells(there)
    planned = [
        Planned(pair, each.fte, each.first, each.end and each.end - A_DAY)
        for pair, each in await posts.every_post(session, tenant)
    ]
    began = min((each.first for each in known), default=date.max)
    points = rules.figures(known, worked, planned, [each for each in days if each >= began])
    ids = {key for each in there for key in (each.school_id, each.carrier_id)}
    named = await organizations.organizations_by_id(session, tenant, ids)
    return Overview(points, *_groups(known, there, named, days[-1]))


def _groups(
    known: Sequence[Spell],
    worked: Sequence[Stretch],
    named: dict[UUID, Row[Any]],
    day: date,
) -> tuple[list[Group], list[Group]]:
    """By carrier and by type of school, as far as leavers of the last year allow it."""
    before = rules.year_before(day)
    cells = {each: _cell(named, *each) for each in {_where(one) for one in worked}}
    recent = [(cells[_where(each)], each) for each in worked if each.last > before]
    counts: dict[Cell, int] = {cell: 0 for cell, _ in recent}
    for each in rules.mostly(rules.left_in(known, before, day), worked):
        counts[cells[_where(each)]] += 1
    table = publishable(dict(sorted(counts.items())))
    if table is None:
        return [], []
    return (
        _of(table.rows, [(cell[0], each) for cell, each in recent], day),
        _of(table.columns, [(cell[1], each) for cell, each in recent], day),
    )


def _where(stretch: Stretch) -> Pair:
    return stretch.school_id, stretch.carrier_id


def _cell(named: dict[UUID, Row[Any]], school_id: UUID, carrier_id: UUID) -> Cell:
    kind = named[school_id].school_type
    return str(named[carrier_id].name), word(SchoolType, kind) if kind else "ohne"


def _of(
    margin: Mapping[Names, int], recent: Iterable[tuple[str, Stretch]], day: date
) -> list[Group]:
    """``recent`` with the one name that is theirs."""
    called = {name: names for names in margin for name in names}
    theirs: dict[Names, list[Stretch]] = {names: [] for names in margin}
    for name, each in recent:
        if name in called:
            theirs[called[name]].append(each)
    return [rules.group_of(names, theirs[names], left, day) for names, left in margin.items()]
