"""Completes tasks."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, delete, exists, select

from services.trainings.models import Onboarding, Task, onboardings, tasks
from services.trainings.tasks.values import DIRECTORY_ENTRY
from shared.contracts.directory import EntryChosen, Role
from shared.contracts.trainings import (
    ClosingReason,
    CompletedBy,
    OnboardingClosed,
    OnboardingReady,
    TaskCompleted,
)
from shared.database.lists import in_list
from shared.database.reach import crossing
from shared.messaging.event import Cause
from shared.messaging.router import Received
from shared.messaging.unit_of_work import UnitOfWork
from shared.retention.deeds import Deed


async def complete(uow: UnitOfWork, task_id: UUID, by: CompletedBy) -> bool:
    """Report a task done; twice is the same as once. False if it or its onboarding is closed."""
    onboarding = await _onboarding_of(uow, task_id)
    if onboarding is None or onboarding.closed_at is not None:
        return False
    of_onboarding = select(Task).where(Task.onboarding_id == onboarding.id)
    tasks = (await uow.session.scalars(of_onboarding)).all()
    task = next(each for each in tasks if each.id == task_id)
    if task.done_at is not None:
        return False
    task.done_at, task.done_by = uow.now, by.value
    cause = Cause(onboarding.tenant, onboarding.correlation_id, onboarding.causation_id)
    completed = TaskCompleted(
        onboarding_id=onboarding.id,
        worker_id=onboarding.worker_id,
        task_id=task_id,
        code=task.code,
        by=by,
    )
    completed_id = uow.announce(completed, cause)
    _advance(uow, onboarding, tasks, Cause(cause.tenant, cause.correlation_id, completed_id))
    return True


async def complete_chosen(uow: UnitOfWork, chosen: Sequence[Received[EntryChosen]]) -> None:
    """Who has chosen what the directory shows of them has done this task of their onboarding."""
    people = {(each.tenant, each.body.person_id) for each in chosen}
    query = (
        select(Task.id, Task.tenant, Onboarding.worker_id)
        .join(Onboarding, Onboarding.id == Task.onboarding_id)
        .where(
            in_list(onboardings.c.worker_id, "people"),
            Task.code == DIRECTORY_ENTRY,
            Task.role == Role.WORKER.value,
            Task.done_at.is_(None),
            Onboarding.closed_at.is_(None),
        )
        .order_by(Task.id)
    )
    found = await uow.session.execute(query, {"people": [person for _, person in people]})
    for task_id, tenant, worker_id in found.all():
        if (tenant, worker_id) in people:
            await complete(uow, task_id, CompletedBy.ENTRY)


async def _onboarding_of(uow: UnitOfWork, task_id: UUID) -> Onboarding | None:
    """Held until the end of the transaction: its tasks are completed one after another."""
    of_task = select(Task.onboarding_id).where(Task.id == task_id).scalar_subquery()
    query = select(Onboarding).where(Onboarding.id == of_task).with_for_update()
    return await uow.session.scalar(query)


def _advance(uow: UnitOfWork, onboarding: Onboarding, tasks: Sequence[Task], cause: Cause) -> None:
    """Ready once nothing mandatory is open, closed once nothing is."""
    open_tasks = [task for task in tasks if task.done_at is None]
    ids = {"onboarding_id": onboarding.id, "worker_id": onboarding.worker_id}
    if onboarding.ready_at is None and not any(task.mandatory for task in open_tasks):
        onboarding.ready_at = uow.now
        uow.announce(OnboardingReady(**ids), cause)
    if not open_tasks:
        onboarding.closed_at, onboarding.closing_reason = uow.now, ClosingReason.COMPLETED.value
        closed = OnboardingClosed(**ids, reason=ClosingReason.COMPLETED, open_tasks=0)
        uow.announce(closed, cause)


async def forget_older(uow: UnitOfWork, keys: Sequence[Row[Any]]) -> int:
    """Tasks of onboardings that are closed for long; who works where, is known until they leave."""
    theirs = tasks.c.onboarding_id.in_([onboarding_id for (onboarding_id,) in keys])
    await uow.session.execute(crossing(delete(tasks).where(theirs)))
    return len(keys)


KEEPING = Deed(
    onboardings,
    forget_older,
    only=exists().where(tasks.c.onboarding_id == onboardings.c.id),
    going=tasks,
)
