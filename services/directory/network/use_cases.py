"""Keeps what the office means to do about what is missing."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import delete, select, update

from services.directory.network import queries, rules
from services.directory.network.forms import TaskForm
from services.directory.network.models import GapTask, gap_tasks
from services.directory.organizations.use_cases import lock
from shared.clock import local_date
from shared.contracts.relationships import RelationshipType
from shared.database.reach import crossing
from shared.messaging.unit_of_work import UnitOfWork
from shared.privacy.declared import Deletion
from shared.retention.chosen import is_over
from shared.web.problem import FieldError
from shared.web.sessions.person import Me


async def add(
    uow: UnitOfWork, me: Me, school_id: UUID, type_: RelationshipType, given: TaskForm
) -> GapTask:
    """One for what a school lacks; raises ``Problem``.

    Of two at once the later finds the first one's, because the school is held.
    """
    today = local_date(uow.now)
    await lock(uow.session, me.tenant, school_id)
    await queries.gap(uow.session, me.tenant, school_id, type_, today)
    known = await queries.open_task(uow.session, me.tenant, school_id, type_)
    rules.refuse([FieldError("due_on", "there is such a task already")] if known else [])
    await _refuse(uow, me.tenant, given, rules.day_errors(given.due_on, today))
    row = GapTask(
        tenant=me.tenant,
        school_id=school_id,
        type=type_,
        due_on=given.due_on,
        assignee_id=given.assignee_id,
    )
    uow.session.add(row)
    await uow.session.flush()
    return row


async def change(uow: UnitOfWork, me: Me, task_id: UUID, given: TaskForm) -> GapTask:
    """Another day, or somebody else; raises ``Problem``, or ``Overtaken``.

    What is late may stay so: only another day is looked at.
    """
    row = await queries.task(uow.session, me.tenant, task_id)
    same = given.due_on == row.due_on
    errors = [] if same else rules.day_errors(given.due_on, local_date(uow.now))
    await _refuse(uow, me.tenant, given, errors)
    row.update(given)
    await uow.session.flush()
    return row


async def finish(uow: UnitOfWork, me: Me, task_id: UUID) -> None:
    """It is done, whether something is still missing or not."""
    row = await queries.task(uow.session, me.tenant, task_id)
    row.done_at = row.done_at or uow.now


async def remove(uow: UnitOfWork, me: Me, task_id: UUID) -> None:
    """Nobody means to do it."""
    await uow.session.delete(await queries.task(uow.session, me.tenant, task_id))


async def settle(uow: UnitOfWork) -> None:
    """Of every municipality: what is missing no more is done, what was done long ago is gone."""
    now = uow.now
    for tenant in (await uow.session.scalars(select(gap_tasks.c.tenant).distinct())).all():
        there = queries.is_there(local_date(now))
        still = (gap_tasks.c.tenant == tenant, gap_tasks.c.done_at.is_(None), there)
        await uow.session.execute(update(gap_tasks).where(*still).values(done_at=now))
    old = await is_over(uow, Deletion.NINETY_DAYS, gap_tasks.c.done_at, gap_tasks.c.tenant)
    await uow.session.execute(crossing(delete(gap_tasks).where(old)))


async def _refuse(
    uow: UnitOfWork, tenant: str, given: TaskForm, days: Sequence[FieldError]
) -> None:
    errors = list(days)
    office = {key for key, _ in await queries.office(uow.session, tenant, local_date(uow.now))}
    if given.assignee_id and str(given.assignee_id) not in office:
        errors.append(FieldError("assignee_id", "is nobody of the office"))
    rules.refuse(errors)
