"""Counts for the cards of each role."""

from collections.abc import Mapping, Sequence
from datetime import date
from operator import itemgetter
from types import MappingProxyType
from typing import Any

from sqlalchemy import (
    CompoundSelect,
    Date,
    Executable,
    SelectBase,
    and_,
    bindparam,
    case,
    distinct,
    func,
    literal_column,
    select,
    union_all,
)
from sqlalchemy.ext.asyncio import AsyncSession

from services.trainings.cards import rules
from services.trainings.cards.rules import AHEAD, OpenTasks, Running
from services.trainings.cards.values import DUTIES, PAGES, STAFF
from services.trainings.duties import queries as duties
from services.trainings.gathering_cards import queries as gatherings
from services.trainings.models import onboardings, tasks
from services.trainings.proposals.queries import WANTED_COUNT
from shared.clock import local_date
from shared.context import Context
from shared.contracts.accounts import AccessRole
from shared.contracts.cards import Card
from shared.contracts.directory import Role
from shared.web.sessions.person import Me

_TODAY, _SOON = bindparam("today", type_=Date), bindparam("ahead", type_=Date)
_HERE = (onboardings.c.tenant == bindparam("tenant"), onboardings.c.closed_at.is_(None))
_OPEN_TASKS = (
    select(
        func.count(),
        func.coalesce(func.sum(case((tasks.c.due_on < _TODAY, 1), else_=0)), 0),
        func.count(distinct(tasks.c.onboarding_id)),
        func.min(tasks.c.due_on),
    )
    .join(onboardings, onboardings.c.id == tasks.c.onboarding_id)
    .where(*_HERE, tasks.c.done_at.is_(None))
)
_LATE = _OPEN_TASKS.where(tasks.c.due_on < _TODAY)
_DUE_SOON = _OPEN_TASKS.where(tasks.c.role == Role.COORDINATOR, tasks.c.due_on <= _SOON)
_MINE = _OPEN_TASKS.where(onboardings.c.worker_id == bindparam("person_id"))
_OWN, _OWED = _MINE.where(tasks.c.role == Role.WORKER), _MINE.where(tasks.c.role != Role.WORKER)
_BEGIN = and_(onboardings.c.start_date >= _TODAY, onboardings.c.start_date <= _SOON)
_RUNNING = select(
    func.count(),
    func.count(onboardings.c.ready_at),
    func.count(case((_BEGIN, 1))),
    func.min(case((_BEGIN, onboardings.c.start_date))),
).where(*_HERE)
_RUNNING_OF_CARRIER = _RUNNING.where(onboardings.c.carrier_id == bindparam("carrier_id"))


def _together(*queries: SelectBase) -> CompoundSelect[Any]:
    """Each finds one row, which begins with its place."""
    numbered = (
        select(literal_column(str(place)).label("place"), *query.subquery().c)
        for place, query in enumerate(queries)
    )
    return union_all(*numbered)


_OF_OFFICE = _together(_DUE_SOON, _LATE, _RUNNING, WANTED_COUNT, *gatherings.OF_OFFICE)
_OF_WORKER = _together(_OWN, _OWED)
_OF_CARRIER = _together(_RUNNING_OF_CARRIER)


async def of_coordinator(session: AsyncSession, me: Me, here: Context) -> Sequence[Card]:
    """Their own tasks, what is late, who begins soon, and everyone who starts."""
    today, link = _today(here), PAGES[AccessRole.COORDINATOR]
    moments = gatherings.moments(here)
    own, late, found, wanted, *held = await _read(session, me, today, _OF_OFFICE, moments)
    running = Running(*found)
    return [
        *rules.own_tasks(me.role, OpenTasks(*own), today, f"{DUTIES}?state=open"),
        *rules.late_tasks(OpenTasks(*late), f"{link}?state=late"),
        *rules.starting(running, today, f"{link}?state=starting"),
        *rules.running_onboardings(running, "Alle Einarbeitungen", link),
        *rules.wanted_topics(wanted[0]),
        *gatherings.of_office(held),
    ]


async def of_worker(session: AsyncSession, me: Me, here: Context) -> Sequence[Card]:
    """What is theirs to do, and what others still owe them."""
    today, link = _today(here), PAGES[me.role]
    own, others = await _read(session, me, today, _OF_WORKER)
    return [
        *rules.own_tasks(me.role, OpenTasks(*own), today, link),
        *rules.owed(OpenTasks(*others), link),
    ]


async def of_carrier(session: AsyncSession, me: Me, here: Context) -> Sequence[Card]:
    """What the carrier has to do, and its people who start."""
    today, link = _today(here), PAGES[me.role]
    own = OpenTasks(*await duties.due(session, me, today))
    running = Running(*(await _read(session, me, today, _OF_CARRIER))[0])
    return [
        *rules.own_tasks(me.role, own, today, link),
        *rules.starting(running, today, STAFF),
        *rules.running_onboardings(running, "Unsere Einarbeitungen", STAFF),
    ]


async def of_organization(session: AsyncSession, me: Me, here: Context) -> Sequence[Card]:
    """What the head of a school or another contact has to do, in every onboarding."""
    today = _today(here)
    own = OpenTasks(*await duties.due(session, me, today))
    return rules.own_tasks(me.role, own, today, PAGES[me.role])


def _today(here: Context) -> date:
    return local_date(here.clock.now())


async def _read(
    session: AsyncSession,
    me: Me,
    today: date,
    which: Executable,
    given: Mapping[str, object] = MappingProxyType({}),
) -> list[tuple[int, int, int, date | None]]:
    """Of onboardings in my municipality that are not closed; in one round trip."""
    rows = (await session.execute(which, _values(me, today) | dict(given))).all()
    return [tuple(row[1:]) for row in sorted(rows, key=itemgetter(0))]


def _values(me: Me, today: date) -> dict[str, object]:
    """Every statement takes those it names."""
    return {
        "tenant": me.tenant,
        "person_id": me.person_id,
        "carrier_id": me.organization_id,
        "today": today,
        "ahead": today + AHEAD,
    }
