"""Tasks as pages and carriers' systems show them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.trainings.models import Onboarding, Organization, Person, Task
from services.trainings.tasks.schemas import OnboardingView, TaskView
from services.trainings.tasks.values import done_at
from services.trainings.templates import queries as templates
from shared.contracts.directory import Role
from shared.web.tokens import ApiClient


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
    elsewhere: tuple[str, str] | None = None
    """The link to where it is done, if it is done by that."""


class Settled(StrEnum):
    """Why there is nothing to do behind a link any more, which then shows nothing else."""

    DONE = "done"
    CLOSED = "closed"


async def role_of_own_task(session: AsyncSession, client: ApiClient, task_id: UUID) -> str | None:
    """The role of a task in an onboarding of the client's carrier; None if there is none such."""
    query = (
        select(Task.role)
        .join(Onboarding, Onboarding.id == Task.onboarding_id)
        .where(
            Task.id == task_id,
            Onboarding.tenant == client.tenant,
            Onboarding.carrier_id == client.organization_id,
        )
    )
    return await session.scalar(query)


async def page(session: AsyncSession, task_id: UUID) -> TaskPage | Settled | None:
    """What the page behind a signed link shows; a name only while there is something to do."""
    query = (
        select(Task, Onboarding, Person, Organization.name)
        .join(Onboarding, Onboarding.id == Task.onboarding_id)
        .outerjoin(Person, Person.person_id == Onboarding.worker_id)
        .outerjoin(Organization, Organization.organization_id == Task.organization_id)
        .where(Task.id == task_id)
    )
    row = (await session.execute(query)).one_or_none()
    if row is None:
        return None
    task, onboarding, worker, organization = row
    if task.done_at is not None or onboarding.closed_at is not None:
        return Settled.DONE if task.done_at is not None else Settled.CLOSED
    titles = await templates.titles(session, onboarding.template_id)
    return TaskPage(
        title=titles.get(task.code, task.code),
        own=task.role == Role.WORKER,
        worker=_name(worker),
        organization=organization,
        start_date=onboarding.start_date,
        due_on=task.due_on,
        mandatory=task.mandatory,
        elsewhere=done_at(task.code) if task.role == Role.WORKER else None,
    )


async def onboardings_of(
    session: AsyncSession, client: ApiClient, worker_id: UUID
) -> Sequence[OnboardingView]:
    """The onboardings of one of the client's own workers, also under an id before merges."""
    known = select(Person.merged_into.label("id")).where(Person.tenant == client.tenant)
    led = known.where(Person.person_id == worker_id).cte("led", recursive=True)
    led = led.union(known.join(led, Person.person_id == led.c.id))
    query = select(Onboarding).where(
        Onboarding.tenant == client.tenant,
        Onboarding.carrier_id == client.organization_id,
        or_(Onboarding.worker_id == worker_id, Onboarding.worker_id.in_(select(led.c.id))),
    )
    return [await _view(session, each) for each in (await session.scalars(query)).all()]


def _name(person: Person | None) -> str | None:
    return f"{person.given_name} {person.family_name}" if person else None


async def _view(session: AsyncSession, onboarding: Onboarding) -> OnboardingView:
    query = select(Task).where(Task.onboarding_id == onboarding.id)
    found = (await session.scalars(query.order_by(Task.due_on, Task.id))).all()
    titles = await templates.titles(session, onboarding.template_id)
    return OnboardingView(
        id=onboarding.id,
        worker_id=onboarding.worker_id,
        start_date=onboarding.start_date,
        ready_at=onboarding.ready_at,
        closed_at=onboarding.closed_at,
        closing_reason=onboarding.closing_reason,
        tasks=[_task(task, titles) for task in found],
    )


def _task(task: Task, titles: Mapping[str, str]) -> TaskView:
    return TaskView(
        id=task.id,
        code=task.code,
        title=titles.get(task.code, task.code),
        role=Role(task.role),
        due_on=task.due_on,
        mandatory=task.mandatory,
        done_at=task.done_at,
    )
