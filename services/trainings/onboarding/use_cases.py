"""Starts onboardings for hires and closes them for departures, set by set."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from pydantic import TypeAdapter
from sqlalchemy import func, select, update

from services.trainings.checklists import use_cases as checklists
from services.trainings.models import onboardings, tasks
from services.trainings.onboarding.rules import PlannedTask, plan
from shared.contracts.directory import WorkerDeparted, WorkerHired
from shared.contracts.trainings import (
    ClosingReason,
    OnboardingClosed,
    OnboardingStarted,
    TaskFact,
)
from shared.database.lists import among
from shared.ids import new_id
from shared.messaging.router import Received
from shared.messaging.unit_of_work import UnitOfWork

_FACTS = TypeAdapter(tuple[TaskFact, ...])
"""Makes many at once, in a third of the time that one by one takes."""


async def start(uow: UnitOfWork, hires: Sequence[Received[WorkerHired]]) -> None:
    """One onboarding for each hire, from the template that applies to it."""
    templates = await checklists.in_force(uow.reader, {hire.tenant for hire in hires})
    onboarding_rows: list[dict[str, Any]] = []
    task_rows: list[dict[str, Any]] = []
    for hire in hires:
        worker = hire.body
        kinds = [placement.school_type for placement in worker.placements]
        template = checklists.choose(templates, hire.tenant, worker.carrier_id, kinds)
        planned = plan(template.tasks, worker.start_date, worker.carrier_id, worker.placements)
        onboarding_id = new_id()
        rows = [_task_row(hire.tenant, onboarding_id, task) for task in planned]
        started = OnboardingStarted(
            onboarding_id=onboarding_id,
            worker_id=worker.worker_id,
            carrier_id=worker.carrier_id,
            template_id=template.id,
            start_date=worker.start_date,
            tasks=_FACTS.validate_python([{**row, "task_id": row["id"]} for row in rows]),
        )
        started_id = uow.announce(started, hire.cause)
        onboarding_rows.append(_onboarding_row(hire, started, started_id))
        task_rows.extend(rows)
    uow.insert(onboardings, onboarding_rows)
    uow.insert(tasks, task_rows)


async def close_departed(uow: UnitOfWork, departures: Sequence[Received[WorkerDeparted]]) -> None:
    """Close what is open for those who leave, with the reason."""
    because = {departure.body.worker_id: departure for departure in departures}
    query = select(onboardings.c.id, onboardings.c.worker_id).where(
        among(onboardings.c.worker_id, "workers"),
        among(onboardings.c.tenant, "tenants"),
        onboardings.c.closed_at.is_(None),
    )
    tenants = {departure.tenant for departure in departures}
    found = await uow.session.execute(
        query.with_for_update(), {"workers": because, "tenants": tenants}
    )
    open_ones = found.all()
    ids = [row.id for row in open_ones]
    left = await open_tasks(uow, ids)
    await uow.session.execute(
        update(onboardings)
        .where(among(onboardings.c.id, "ids"))
        .values(closed_at=uow.now, closing_reason=ClosingReason.DEPARTED.value),
        {"ids": ids},
    )
    for row in open_ones:
        closed = OnboardingClosed(
            onboarding_id=row.id,
            worker_id=row.worker_id,
            reason=ClosingReason.DEPARTED,
            open_tasks=left.get(row.id, 0),
        )
        uow.announce(closed, because[row.worker_id].cause)


async def open_tasks(uow: UnitOfWork, ids: Sequence[UUID]) -> dict[UUID, int]:
    """How many tasks of each onboarding are not done."""
    query = (
        select(tasks.c.onboarding_id, func.count())
        .where(among(tasks.c.onboarding_id, "ids"), tasks.c.done_at.is_(None))
        .group_by(tasks.c.onboarding_id)
    )
    return {row[0]: row[1] for row in await uow.session.execute(query, {"ids": ids})}


def _onboarding_row(
    hire: Received[WorkerHired], started: OnboardingStarted, started_id: UUID
) -> dict[str, Any]:
    return {
        "id": started.onboarding_id,
        "tenant": hire.tenant,
        "worker_id": hire.body.worker_id,
        "carrier_id": hire.body.carrier_id,
        "template_id": started.template_id,
        "correlation_id": hire.message.correlation_id,
        "causation_id": started_id,
        "start_date": hire.body.start_date,
    }


def _task_row(tenant: str, onboarding_id: UUID, task: PlannedTask) -> dict[str, Any]:
    return {
        "id": new_id(),
        "tenant": tenant,
        "onboarding_id": onboarding_id,
        "code": task.code,
        "role": task.role,
        "organization_id": task.organization_id,
        "due_on": task.due_on,
        "mandatory": task.mandatory,
    }
