"""Starts onboardings for hires and closes them when an employment ends, set by set."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from pydantic import TypeAdapter
from sqlalchemy import Row, bindparam, func, select, update

from services.trainings.belongings.values import of_most_hours
from services.trainings.models import Onboarding, Task, onboardings, tasks
from services.trainings.onboarding.rules import (
    PlannedTask,
    closed_at_once,
    is_over,
    plan,
    ready_at_once,
)
from services.trainings.templates.queries import in_force
from services.trainings.templates.values import applicable
from shared.clock import local_date
from shared.contracts.directory import (
    HireCancelled,
    StartCorrected,
    WorkerDeparted,
    WorkerHired,
)
from shared.contracts.trainings import (
    ClosingReason,
    OnboardingClosed,
    OnboardingReady,
    OnboardingStarted,
    TaskFact,
)
from shared.database.lists import in_list
from shared.database.tables import RowOf, row_of
from shared.ids import new_id
from shared.messaging.event import Cause
from shared.messaging.router import Received
from shared.messaging.unit_of_work import BulkUnitOfWork, UnitOfWork

_FACTS = TypeAdapter(tuple[TaskFact, ...])
"""Makes many at once, in a third of the time that one by one takes."""
BATCH = 500
"""How many onboardings are closed in one transaction by the clock."""
_NOTE_LAST_DAY = (
    update(onboardings)
    .where(
        onboardings.c.tenant == bindparam("of_tenant"),
        onboardings.c.employment_id == bindparam("employment"),
        onboardings.c.closed_at.is_(None),
    )
    .values(
        last_day=bindparam("day"),
        end_correlation_id=bindparam("correlation"),
        end_causation_id=bindparam("causation"),
    )
)

_CORRECT_START = (
    update(onboardings)
    .where(
        onboardings.c.tenant == bindparam("of_tenant"),
        onboardings.c.employment_id == bindparam("employment"),
    )
    .values(start_date=bindparam("day"))
)


async def start(uow: BulkUnitOfWork, hires: Sequence[Received[WorkerHired]]) -> None:
    """One onboarding for each hire, from the template that applies; one with nothing to do ends."""
    templates = await in_force(uow.reader, {hire.tenant for hire in hires})
    onboarding_rows: list[RowOf[Onboarding]] = []
    task_rows: list[RowOf[Task]] = []
    for hire in hires:
        worker = hire.body
        kinds = [placement.school_type for placement in worker.placements]
        template = applicable(templates, hire.tenant, worker.carrier_id, kinds)
        day, until = worker.start_date, worker.fixed_term_until
        planned = plan(template.tasks, day, worker.carrier_id, worker.placements, until)
        onboarding_id = new_id()
        rows = [_task_row(hire.tenant, onboarding_id, task) for task in planned]
        started = OnboardingStarted(
            onboarding_id=onboarding_id,
            worker_id=worker.worker_id,
            carrier_id=worker.carrier_id,
            template_id=template.id,
            start_date=worker.start_date,
            tasks=_FACTS.validate_python([{**row, "task_id": row["id"]} for row in rows]),
            employment_id=worker.employment_id,
            fixed_term_until=worker.fixed_term_until,
            known_on=local_date(hire.message.time),
        )
        started_id = uow.announce(started, hire.cause)
        onboarding_rows.append(_begin(uow, hire, started, planned, started_id))
        task_rows.extend(rows)
    uow.insert(onboardings, onboarding_rows)
    uow.insert(tasks, task_rows)


def _begin(
    uow: BulkUnitOfWork,
    hire: Received[WorkerHired],
    started: OnboardingStarted,
    planned: Sequence[PlannedTask],
    started_id: UUID,
) -> RowOf[Onboarding]:
    """The onboarding as it stands at first; announced if it is ready or closed already."""
    reason = closed_at_once(planned, hire.body.fixed_term_until, local_date(uow.now))
    ready = ready_at_once(planned, reason)
    cause = Cause(hire.tenant, hire.message.correlation_id, started_id)
    ids = {"onboarding_id": started.onboarding_id, "worker_id": started.worker_id}
    if ready:
        uow.announce(OnboardingReady(**ids), cause)
    if reason:
        uow.announce(OnboardingClosed(**ids, reason=reason, open_tasks=len(planned)), cause)
    return row_of(Onboarding)(
        id=started.onboarding_id,
        tenant=hire.tenant,
        worker_id=hire.body.worker_id,
        carrier_id=hire.body.carrier_id,
        template_id=started.template_id,
        correlation_id=hire.message.correlation_id,
        causation_id=started_id,
        start_date=hire.body.start_date,
        employment_id=hire.body.employment_id,
        last_day=hire.body.fixed_term_until,
        school_type=of_most_hours(hire.body.placements),
        ready_at=uow.now if ready else None,
        closed_at=uow.now if reason else None,
        closing_reason=reason.value if reason else None,
    )


async def correct_starts(uow: UnitOfWork, corrections: Sequence[Received[StartCorrected]]) -> None:
    """Keep the right first day; what was due stays due on the day that was announced."""
    latest = {each.body.employment_id: each for each in corrections}
    starts = [
        {"of_tenant": each.tenant, "employment": employment, "day": each.body.start_date}
        for employment, each in latest.items()
    ]
    await uow.session.execute(_CORRECT_START, starts)


async def note_last_days(uow: UnitOfWork, departures: Sequence[Received[WorkerDeparted]]) -> None:
    """Keep the last day that was announced last for each employment; close what is over by now."""
    latest = {departure.body.employment_id: departure for departure in departures}
    ends = [
        {
            "of_tenant": departure.tenant,
            "employment": employment,
            "day": departure.body.last_day,
            "correlation": departure.message.correlation_id,
            "causation": departure.message.id,
        }
        for employment, departure in latest.items()
    ]
    await uow.session.execute(_NOTE_LAST_DAY, ends)
    today = local_date(uow.now)
    if any(is_over(departure.body.last_day, today) for departure in latest.values()):
        await close_ended(uow)


async def close_ended(uow: UnitOfWork) -> bool:
    """Close onboardings whose last day is over; returns whether more are waiting."""
    ended = (
        select(onboardings)
        .where(onboardings.c.closed_at.is_(None), onboardings.c.last_day < local_date(uow.now))
        .order_by(onboardings.c.last_day)
        .limit(BATCH)
        .with_for_update(skip_locked=True)
    )
    found = (await uow.session.execute(ended)).all()
    await _close(uow, [(row, _cause_of_end(row)) for row in found], ClosingReason.DEPARTED)
    return len(found) == BATCH


async def close_cancelled(uow: UnitOfWork, cancelled: Sequence[Received[HireCancelled]]) -> None:
    """Close what is open for those who do not come."""
    because = {each.body.employment_id: each for each in cancelled}
    query = select(onboardings).where(
        in_list(onboardings.c.employment_id, "employments"),
        in_list(onboardings.c.tenant, "tenants"),
        onboardings.c.closed_at.is_(None),
    )
    tenants = {each.tenant for each in cancelled}
    found = await uow.session.execute(
        query.with_for_update(), {"employments": because, "tenants": tenants}
    )
    closings = [(row, because[row.employment_id].cause) for row in found]
    await _close(uow, closings, ClosingReason.CANCELLED)


async def _close(
    uow: UnitOfWork, closings: Sequence[tuple[Row[Any], Cause]], reason: ClosingReason
) -> None:
    if not closings:
        return
    ids = [row.id for row, _ in closings]
    left = await open_tasks(uow, ids)
    await uow.session.execute(
        update(onboardings)
        .where(in_list(onboardings.c.id, "ids"))
        .values(closed_at=uow.now, closing_reason=reason.value),
        {"ids": ids},
    )
    for row, cause in closings:
        closed = OnboardingClosed(
            onboarding_id=row.id,
            worker_id=row.worker_id,
            reason=reason,
            open_tasks=left.get(row.id, 0),
        )
        uow.announce(closed, cause)


def _cause_of_end(row: Row[Any]) -> Cause:
    """The departure, or for the end of a fixed term the hire."""
    if row.end_correlation_id is None:
        return Cause(row.tenant, row.correlation_id, row.causation_id)
    return Cause(row.tenant, row.end_correlation_id, row.end_causation_id)


async def open_tasks(uow: UnitOfWork, ids: Sequence[UUID]) -> dict[UUID, int]:
    """How many tasks of each onboarding are not done."""
    query = (
        select(tasks.c.onboarding_id, func.count())
        .where(in_list(tasks.c.onboarding_id, "ids"), tasks.c.done_at.is_(None))
        .group_by(tasks.c.onboarding_id)
    )
    return {row[0]: row[1] for row in await uow.session.execute(query, {"ids": ids})}


def _task_row(tenant: str, onboarding_id: UUID, task: PlannedTask) -> RowOf[Task]:
    return row_of(Task)(
        id=new_id(),
        tenant=tenant,
        onboarding_id=onboarding_id,
        code=task.code,
        role=task.role,
        organization_id=task.organization_id,
        due_on=task.due_on,
        mandatory=task.mandatory,
    )
