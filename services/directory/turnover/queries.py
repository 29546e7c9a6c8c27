"""The figures of the last five years, and those of the last year by carrier and type of school."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncSession

from services.directory.employments.values import Wanted
from services.directory.organizations.queries import organizations_by_id
from services.directory.posts.queries import every_post
from services.directory.small_numbers.values import Cell, Names, publishable
from services.directory.stretches.queries import at_work_of, employed
from services.directory.stretches.values import Stretch
from services.directory.turnover import rules
from services.directory.turnover.values import Figures, Group, Pair, Planned, Spell
from shared.clock import A_DAY
from shared.contracts.directory import SchoolType
from shared.contracts.words import word
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


@dataclass(frozen=True)
class Overview:
    """By quarters, the earliest first; groups are empty where they would give somebody away."""

    points: Sequence[Figures]
    carriers: Sequence[Group]
    school_types: Sequence[Group]


async def overview(session: AsyncSession, tenant: str, today: date, now: datetime) -> Overview:
    """By what is known now; five statements, however many have come and gone.

    Who is on leave has not left, and fills no post.
    """
    days = rules.quarter_ends(today)
    wanted = Wanted(tenant, None, today)
    there = await employed(session, wanted, date.min, days[-1], now)
    worked = await at_work_of(session, tenant, there, now)
    known = rules.spells(there)
    posts = [
        Planned(pair, each.fte, each.first, each.end and each.end - A_DAY)
        for pair, each in await every_post(session, tenant)
    ]
    began = min((each.first for each in known), default=date.max)
    points = rules.figures(known, worked, posts, [each for each in days if each >= began])
    ids = {key for each in there for key in (each.school_id, each.carrier_id)}
    named = await organizations_by_id(session, tenant, ids)
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
