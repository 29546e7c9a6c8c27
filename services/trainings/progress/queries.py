"""What a worker reads of their own onboardings."""

from collections.abc import Iterable, Mapping
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.trainings.models import Onboarding, Organization, Person, Task, organizations
from services.trainings.progress.values import Progress, Step
from services.trainings.tasks.values import done_at
from services.trainings.templates import queries as templates
from shared.clock import local_date
from shared.contracts.directory import Role
from shared.contracts.trainings import ClosingReason
from shared.database.lists import in_list
from shared.web.sessions.person import Me


async def own(session: AsyncSession, me: Me, today: date) -> list[Progress]:
    """Those under way; if there is none the latest one. A cancelled hire has none."""
    query = select(Onboarding).where(
        Onboarding.tenant == me.tenant, Onboarding.worker_id == me.person_id
    )
    found = (await session.scalars(query.order_by(Onboarding.start_date.desc()))).all()
    real = [each for each in found if each.closing_reason != ClosingReason.CANCELLED]
    under_way = [each for each in real if each.closed_at is None]
    return [await _progress(session, each, today) for each in under_way or real[:1]]


async def of_municipality(
    session: AsyncSession, tenant: str, onboarding_id: UUID, today: date
) -> tuple[Onboarding, str, Progress]:
    """One of anybody there, with the name, which may not have come; raises ``NoResultFound``."""
    mine = (Onboarding.tenant == tenant, Onboarding.id == onboarding_id)
    found = (await session.scalars(select(Onboarding).where(*mine))).one()
    worker = await session.get(Person, found.worker_id)
    name = f"{worker.given_name} {worker.family_name}" if worker else "Name folgt"
    return found, name, await _progress(session, found, today)


async def is_mine(session: AsyncSession, me: Me, task_id: UUID) -> bool:
    """Whether it is a task for the worker in an onboarding of their own."""
    query = (
        select(Task.id)
        .join(Onboarding, Onboarding.id == Task.onboarding_id)
        .where(
            Task.id == task_id,
            Task.tenant == me.tenant,
            Task.role == Role.WORKER.value,
            Onboarding.worker_id == me.person_id,
        )
    )
    return await session.scalar(query) is not None


async def _progress(session: AsyncSession, onboarding: Onboarding, today: date) -> Progress:
    query = select(Task).where(Task.onboarding_id == onboarding.id)
    tasks = (await session.scalars(query.order_by(Task.due_on, Task.id))).all()
    titles = await templates.titles(session, onboarding.template_id)
    schools = {each.organization_id for each in tasks if each.role == Role.HEAD}
    names: Mapping[UUID | None, str] = await _names(
        session, onboarding.tenant, {onboarding.carrier_id, *schools}
    )
    return Progress(
        start_date=onboarding.start_date,
        ready_at=onboarding.ready_at,
        closed=onboarding.closed_at is not None,
        carrier=names.get(onboarding.carrier_id, "Name folgt"),
        schools=sorted(name for key, name in names.items() if key != onboarding.carrier_id),
        steps=[
            Step(
                id=each.id,
                title=titles.get(each.code, each.code),
                role=Role(each.role),
                place=names.get(each.organization_id, "") if each.role == Role.HEAD else "",
                due_on=each.due_on,
                mandatory=each.mandatory,
                done_on=local_date(each.done_at) if each.done_at else None,
                overdue=each.done_at is None and each.due_on < today,
                elsewhere=done_at(each.code),
            )
            for each in tasks
        ],
    )


async def _names(
    session: AsyncSession, tenant: str, ids: Iterable[UUID | None]
) -> dict[UUID | None, str]:
    query = select(Organization).where(
        Organization.tenant == tenant, in_list(organizations.c.organization_id, "ids")
    )
    wanted = [each for each in ids if each is not None]
    found = await session.scalars(query, {"ids": wanted})
    return {each.organization_id: each.name for each in found}
