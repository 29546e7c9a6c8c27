"""Surveys as they stand, and whom they would ask."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from operator import attrgetter
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.surveys.people import queries as people
from services.surveys.survey_groups import queries as groups
from services.surveys.surveys import rules
from services.surveys.surveys.models import PlannedSurvey, planned_surveys
from services.surveys.surveys.values import (
    Asked,
    Audience,
    Breakdown,
    Planned,
    Rule,
    Secrecy,
    Somebody,
    State,
    last_day_of,
    standing,
)
from services.surveys.urns import queries as urns
from services.surveys.urns.values import Groups, UrnState
from services.surveys.workplaces import queries as workplaces
from shared.clock import BERLIN, local_date
from shared.contracts.accounts import AccessRole
from shared.contracts.words import word
from shared.database.counts import later
from shared.database.paging import KeysetRequest, Page, Shown, described, paginate
from shared.database.reach import crossing
from shared.database.types import Moment

_ENDED_LATELY = (
    PlannedSurvey.tenant == bindparam("tenant"),
    PlannedSurvey.closes_at > later("since", Moment()),
    PlannedSurvey.closes_at <= later("now", Moment()),
)
OPENED_LATELY = select(func.count()).where(*_ENDED_LATELY, urns.is_opened(planned_surveys.c.id))
"""How many of a municipality's have results, and ended ``since`` then."""
STOPPED_LATELY = select(func.count()).where(*_ENDED_LATELY, urns.is_stopped(planned_surveys.c.id))
"""How many will have none, because their urn is not as it was sealed."""


_COMING = (PlannedSurvey.state == State.PLANNED, PlannedSurvey.paused_at.is_(None))


@dataclass(frozen=True)
class Listed:
    """A line of the list."""

    id: UUID
    title: str
    secrecy: Secrecy
    opens_on: date | None
    closes_on: date | None
    invited: int | None
    standing: str


_COLUMNS = (
    Shown("title", "Befragung", attrgetter("title")),
    Shown("opens_on", "Beginnt am", attrgetter("opens_on")),
    Shown("closes_on", "Letzter Tag", attrgetter("closes_on")),
    Shown("invited", "Gefragt", attrgetter("invited")),
    Shown("standing", "Stand", attrgetter("standing")),
)


async def one(session: AsyncSession, tenant: str, survey_id: UUID) -> PlannedSurvey:
    """Raises ``NoResultFound``."""
    mine = (PlannedSurvey.tenant == tenant, PlannedSurvey.id == survey_id)
    return (await session.scalars(select(PlannedSurvey).where(*mine))).one()


async def known(session: AsyncSession, tenant: str, survey_id: UUID) -> Mapping[str, Any]:
    """One, by what its form calls it; raises ``NoResultFound``."""
    row = await one(session, tenant, survey_id)
    whom = ("roles", "groups", "carriers", "school_types")
    names = ("title", "questionnaire_id", *whom, "breakdowns", "remind_on", "yearly", "version")
    return {
        **{name: getattr(row, name) for name in names},
        "opens_on": row.opens_at and local_date(row.opens_at),
        "closes_on": row.closes_at and last_day_of(row.closes_at),
    }


async def planned(session: AsyncSession, tenant: str) -> Sequence[PlannedSurvey]:
    """Those that begin by themselves, unless they are paused, the next one first."""
    mine = (PlannedSurvey.tenant == tenant, PlannedSurvey.state == State.PLANNED)
    return (
        await session.scalars(select(PlannedSurvey).where(*mine).order_by(PlannedSurvey.opens_at))
    ).all()


async def page_of(
    session: AsyncSession, tenant: str, page: KeysetRequest, now: datetime
) -> Page[Listed]:
    """From the newest on."""
    query = select(PlannedSurvey).where(PlannedSurvey.tenant == tenant)
    newest_first = replace(page, sort=f"-{PlannedSurvey.created_at.key}")
    by = (PlannedSurvey.created_at, PlannedSurvey.id)
    found = await paginate(session, query, newest_first, by=by)

    async def describe(apart: AsyncSession, rows: Sequence[PlannedSurvey]) -> list[Listed]:
        states = await urns.states_of(apart, tenant, [each.id for each in rows])
        return [_listed(each, now, states.get(each.id)) for each in rows]

    return replace(await described(session, found, describe), columns=_COLUMNS)


def _listed(row: PlannedSurvey, now: datetime, urn: UrnState | None) -> Listed:
    return Listed(
        row.id,
        row.title,
        row.secrecy,
        None if row.opens_at is None else row.opens_at.astimezone(BERLIN).date(),
        None if row.closes_at is None else last_day_of(row.closes_at),
        row.invited,
        standing(row.state, row.closes_at, now, urn),
    )


async def behind(session: AsyncSession, survey_id: UUID) -> Asked | None:
    """What a link is about, whose secret has shown the way to it; None if it is no such survey."""
    query = select(PlannedSurvey).where(PlannedSurvey.id == survey_id)
    row = (await session.scalars(crossing(query))).one_or_none()
    if row is None or row.closes_at is None:
        return None
    return Asked(
        row.id,
        row.tenant,
        row.title,
        row.secrecy,
        row.version_id,
        row.invited or 0,
        row.closes_at,
    )


def rule_of(row: PlannedSurvey) -> Rule:
    return Rule(row.roles, row.carriers, row.school_types, row.groups)


async def audience_of(
    session: AsyncSession,
    row: PlannedSurvey,
    today: date,
    members: Collection[UUID] | None = None,
) -> Audience:
    """Whom it would ask if it began today; ``members`` of its groups, else those of its start."""
    if members is None:
        members = await groups.members_of(session, row.tenant, row.id)
    named = set((await people.become(session, row.tenant, set(members))).values())
    everybody = await _everybody(session, row.tenant, today, named)
    return rules.audience(everybody, rule_of(row), row.breakdowns, named)


async def rule_in_words(session: AsyncSession, tenant: str, rule: Rule) -> str:
    called = {str(key): name for key, name in await workplaces.carriers(session, tenant)}
    named = await groups.groups(session, tenant) if rule.groups else []
    return rules.described(rule, called, {str(key): name for key, name in named})


async def _everybody(
    session: AsyncSession, tenant: str, today: date, members: Collection[UUID]
) -> Sequence[Somebody]:
    """Whoever is employed is a worker, with an account or without; only they are at schools.

    ``members`` of groups are there as well, if the directory knows them still.
    The office plans surveys and reads what comes of them, and is not among those who are asked.
    """
    there = await people.everybody(session, tenant)
    roles: defaultdict[UUID, set[str]] = defaultdict(set)
    carriers: defaultdict[UUID, set[str]] = defaultdict(set)
    types: defaultdict[UUID, set[str]] = defaultdict(set)
    for key, held in (await people.grants_of(session, tenant, today)).items():
        roles[key] |= {str(each.role) for each in held}
        acts_for = {each.organization_id for each in held if each.role is AccessRole.CARRIER}
        carriers[key] |= {str(each) for each in acts_for if each}
    employed = await workplaces.on_day(session, tenant, today)
    now = await people.become(session, tenant, {each.worker_id for each in employed})
    for job in employed:
        key = now[job.worker_id]
        roles[key].add(AccessRole.WORKER.value)
        carriers[key].add(str(job.carrier_id))
        types[key].update(job.school_types)
    return [
        Somebody(key, frozenset(roles[key]), frozenset(carriers[key]), frozenset(types[key]))
        for key in sorted(there & (roles.keys() | set(members)))
        if AccessRole.COORDINATOR not in roles[key]
    ]


async def due(session: AsyncSession, now: datetime) -> Sequence[UUID]:
    """Those that begin now."""
    query = select(PlannedSurvey.id).where(*_COMING, PlannedSurvey.opens_at <= now)
    return (await session.scalars(crossing(query.order_by(PlannedSurvey.opens_at)))).all()


async def next_due(session: AsyncSession) -> datetime | None:
    """When the next one begins."""
    query = select(func.min(PlannedSurvey.opens_at)).where(*_COMING)
    return (await session.execute(crossing(query))).scalar()


async def sizes_in_words(
    session: AsyncSession, tenant: str, found: Audience
) -> Sequence[tuple[str, str, int]]:
    """By what it is broken down, the group, and how many would be asked in it."""
    called = {str(key): name for key, name in await workplaces.carriers(session, tenant)}
    return [
        (word(Breakdown, Breakdown(name)), rules.group_in_words(name, code, called), n)
        for name, sizes in found.sizes.items()
        for code, n in sizes.items()
    ]


async def groups_in_words(
    session: AsyncSession, tenant: str, groups: Groups
) -> Sequence[tuple[str, str]]:
    """What of somebody is counted beside their answers."""
    called = {str(key): name for key, name in await workplaces.carriers(session, tenant)}
    return [
        (word(Breakdown, Breakdown(name)), rules.group_in_words(name, code, called))
        for name, code in groups.items()
    ]


async def rule_behind(session: AsyncSession, survey_id: UUID) -> str:
    """Who is asked, for those who are."""
    query = select(PlannedSurvey).where(PlannedSurvey.id == survey_id)
    row = (await session.scalars(crossing(query))).one()
    return await rule_in_words(session, row.tenant, rule_of(row))


async def wave_before(session: AsyncSession, row: Planned) -> PlannedSurvey | None:
    """The last one with the same questionnaire that was opened before this one ended."""
    if row.closes_at is None or row.secrecy is not Secrecy.SEALED:
        return None
    query = (
        select(PlannedSurvey)
        .where(
            PlannedSurvey.tenant == row.tenant,
            PlannedSurvey.questionnaire_id == row.questionnaire_id,
            PlannedSurvey.closes_at < row.closes_at,
            urns.is_opened(planned_surveys.c.id),
        )
        .order_by(PlannedSurvey.closes_at.desc())
        .limit(1)
    )
    return (await session.scalars(query)).one_or_none()
