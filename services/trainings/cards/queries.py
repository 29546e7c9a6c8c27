"""Counts for the cards of each role."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import ColumnElement, and_, case, distinct, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.trainings.cards import rules
from services.trainings.cards.rules import AHEAD, OpenTasks, Running
from services.trainings.cards.values import DUTIES, PAGES, STAFF
from services.trainings.duties import queries as duties
from services.trainings.models import onboardings, tasks
from shared.clock import local_date
from shared.context import Context
from shared.contracts.accounts import AccessRole
from shared.contracts.cards import Card
from shared.contracts.directory import Role
from shared.web.sessions.person import Me


async def of_coordinator(session: AsyncSession, me: Me, here: Context) -> Sequence[Card]:
    """Their own tasks, what is late, who begins soon, and everyone who starts."""
    today, link = _today(here), PAGES[AccessRole.COORDINATOR]
    due_soon = and_(tasks.c.role == Role.COORDINATOR, tasks.c.due_on <= today + AHEAD)
    own = await _open_tasks(session, me, today, due_soon)
    late = await _open_tasks(session, me, today, tasks.c.due_on < today)
    running = await _running(session, me, today)
    return [
        *rules.own_tasks(me.role, own, today, f"{DUTIES}?state=open"),
        *rules.late_tasks(late, f"{link}?state=late"),
        *rules.starting(running, today, f"{link}?state=starting"),
        *rules.running_onboardings(running, "Alle Einarbeitungen", link),
    ]


async def of_worker(session: AsyncSession, me: Me, here: Context) -> Sequence[Card]:
    """What is theirs to do, and what others still owe them."""
    today, link = _today(here), PAGES[me.role]
    mine = onboardings.c.worker_id == me.person_id
    own = await _open_tasks(session, me, today, mine & (tasks.c.role == Role.WORKER))
    others = await _open_tasks(session, me, today, mine & (tasks.c.role != Role.WORKER))
    return [*rules.own_tasks(me.role, own, today, link), *rules.owed(others, link)]


async def of_carrier(session: AsyncSession, me: Me, here: Context) -> Sequence[Card]:
    """What the carrier has to do, and its people who start."""
    today, link = _today(here), PAGES[me.role]
    own = OpenTasks(*await duties.due(session, me, today))
    ours = onboardings.c.carrier_id == me.organization_id
    running = await _running(session, me, today, ours)
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


async def _open_tasks(
    session: AsyncSession, me: Me, today: date, which: ColumnElement[bool]
) -> OpenTasks:
    """Of onboardings in my municipality that are not closed."""
    late = func.coalesce(func.sum(case((tasks.c.due_on < today, 1), else_=0)), 0)
    query = (
        select(
            func.count(),
            late,
            func.count(distinct(tasks.c.onboarding_id)),
            func.min(tasks.c.due_on),
        )
        .join(onboardings, onboardings.c.id == tasks.c.onboarding_id)
        .where(
            onboardings.c.tenant == me.tenant,
            onboardings.c.closed_at.is_(None),
            tasks.c.done_at.is_(None),
            which,
        )
    )
    return OpenTasks(*(await session.execute(query)).one())


async def _running(
    session: AsyncSession, me: Me, today: date, *which: ColumnElement[bool]
) -> Running:
    begin = and_(onboardings.c.start_date >= today, onboardings.c.start_date <= today + AHEAD)
    query = select(
        func.count(),
        func.count(onboardings.c.ready_at),
        func.count(case((begin, 1))),
        func.min(case((begin, onboardings.c.start_date))),
    ).where(onboardings.c.tenant == me.tenant, onboardings.c.closed_at.is_(None), *which)
    return Running(*(await session.execute(query)).one())
