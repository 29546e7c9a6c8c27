"""Completes tasks, and shows them to those who have to do with them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import Row, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from services.trainings.models import onboardings, organizations, people, tasks
from services.trainings.tasks.schemas import OnboardingView, TaskView
from services.trainings.templates import use_cases as templates
from shared.contracts.directory import Role
from shared.contracts.trainings import (
    ClosingReason,
    CompletedBy,
    OnboardingClosed,
    OnboardingReady,
    TaskCompleted,
)
from shared.messaging.event import Cause
from shared.messaging.unit_of_work import UnitOfWork
from shared.web.tokens import CarrierClient


@dataclass(frozen=True)
class TaskPage:
    """What somebody without an account sees of one task; names may not have arrived yet.

    ``own`` says that the reader is the worker.
    """

    title: str
    own: bool
    worker: str | None
    organization: str | None
    start_date: date
    due_on: date
    mandatory: bool


class Settled(StrEnum):
    """Why there is nothing to do behind a link any more, which then shows nothing else."""

    DONE = "done"
    CLOSED = "closed"


async def complete(uow: UnitOfWork, task_id: UUID, by: CompletedBy) -> bool:
    """Report a task done; twice is the same as once. False if it or its onboarding is closed."""
    onboarding_of_task = select(tasks.c.onboarding_id).where(tasks.c.id == task_id)
    query = select(onboardings).where(onboardings.c.id == onboarding_of_task.scalar_subquery())
    onboarding = (await uow.session.execute(query.with_for_update())).first()
    if onboarding is None or onboarding.closed_at is not None:
        return False
    done = await uow.session.execute(
        update(tasks)
        .where(tasks.c.id == task_id, tasks.c.done_at.is_(None))
        .values(done_at=uow.now, done_by=by.value)
        .returning(tasks.c.code)
    )
    code = done.scalar_one_or_none()
    if code is None:
        return False
    cause = Cause(onboarding.tenant, onboarding.correlation_id, onboarding.causation_id)
    completed = TaskCompleted(
        onboarding_id=onboarding.id,
        worker_id=onboarding.worker_id,
        task_id=task_id,
        code=code,
        by=by,
    )
    completed_id = uow.announce(completed, cause)
    await _advance(uow, onboarding, Cause(cause.tenant, cause.correlation_id, completed_id))
    return True


async def _advance(uow: UnitOfWork, onboarding: Row[Any], cause: Cause) -> None:
    """Ready once nothing mandatory is open, closed once nothing is."""
    query = select(func.count(), func.count().filter(tasks.c.mandatory.is_(True))).where(
        tasks.c.onboarding_id == onboarding.id, tasks.c.done_at.is_(None)
    )
    open_tasks, open_mandatory = (await uow.session.execute(query)).one()
    changes: dict[str, Any] = {}
    ids = {"onboarding_id": onboarding.id, "worker_id": onboarding.worker_id}
    if open_mandatory == 0 and onboarding.ready_at is None:
        changes["ready_at"] = uow.now
        uow.announce(OnboardingReady(**ids), cause)
    if open_tasks == 0:
        changes |= {"closed_at": uow.now, "closing_reason": ClosingReason.COMPLETED.value}
        closed = OnboardingClosed(**ids, reason=ClosingReason.COMPLETED, open_tasks=0)
        uow.announce(closed, cause)
    if changes:
        await uow.session.execute(
            update(onboardings).where(onboardings.c.id == onboarding.id).values(**changes)
        )


async def role_of_own_task(
    session: AsyncSession, client: CarrierClient, task_id: UUID
) -> str | None:
    """The role of a task in an onboarding of the client's carrier; None if there is none such."""
    query = (
        select(tasks.c.role)
        .join(onboardings, onboardings.c.id == tasks.c.onboarding_id)
        .where(
            tasks.c.id == task_id,
            onboardings.c.tenant == client.tenant,
            onboardings.c.carrier_id == client.carrier_id,
        )
    )
    return (await session.execute(query)).scalar_one_or_none()


async def page(session: AsyncSession, task_id: UUID) -> TaskPage | Settled | None:
    """What the page behind a signed link shows; a name only while there is something to do."""
    query = (
        select(
            tasks,
            onboardings.c.template_id,
            onboardings.c.start_date,
            onboardings.c.closed_at,
            people.c.given_name,
            people.c.family_name,
            organizations.c.name,
        )
        .join(onboardings, onboardings.c.id == tasks.c.onboarding_id)
        .outerjoin(people, people.c.person_id == onboardings.c.worker_id)
        .outerjoin(organizations, organizations.c.organization_id == tasks.c.organization_id)
        .where(tasks.c.id == task_id)
    )
    row = (await session.execute(query)).first()
    if row is None:
        return None
    if row.done_at is not None or row.closed_at is not None:
        return Settled.DONE if row.done_at is not None else Settled.CLOSED
    titles = await templates.titles(session, row.template_id)
    return TaskPage(
        title=titles.get(row.code, row.code),
        own=row.role == Role.WORKER,
        worker=f"{row.given_name} {row.family_name}" if row.given_name else None,
        organization=row.name,
        start_date=row.start_date,
        due_on=row.due_on,
        mandatory=row.mandatory,
    )


async def onboardings_of(
    session: AsyncSession, client: CarrierClient, worker_id: UUID
) -> Sequence[OnboardingView]:
    """The onboardings of one of the client's own workers."""
    query = select(onboardings).where(
        onboardings.c.tenant == client.tenant,
        onboardings.c.carrier_id == client.carrier_id,
        onboardings.c.worker_id == worker_id,
    )
    return [await _view(session, row) for row in (await session.execute(query)).all()]


async def _view(session: AsyncSession, onboarding: Row[Any]) -> OnboardingView:
    query = select(tasks).where(tasks.c.onboarding_id == onboarding.id)
    rows = (await session.execute(query.order_by(tasks.c.due_on, tasks.c.id))).all()
    titles = await templates.titles(session, onboarding.template_id)
    views = [
        TaskView.model_validate(
            {**row._mapping, "title": titles.get(row.code, row.code)}, extra="ignore"
        )
        for row in rows
    ]
    return OnboardingView.model_validate({**onboarding._mapping, "tasks": views}, extra="ignore")
