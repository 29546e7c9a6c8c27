"""What each service does about one message, in the transaction of that message."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.notifications.mails.kinds.tasks import task_entry, tasks_by_reference
from services.trainings.belongings.values import of_most_hours
from services.trainings.onboarding.rules import plan as planned_tasks
from services.trainings.templates.rules import DEFAULT_TASKS, DEFAULT_TEMPLATE_ID
from shared.clock import local_date
from shared.contracts.directory import PersonRecord, Role, WorkerHired
from shared.contracts.notifications import LetterKind, LetterQueued
from shared.contracts.surveys import Occasion, PulseDay, PulsePlanned
from shared.contracts.trainings import OnboardingStarted, TaskFact
from shared.ids import new_id
from tests.benchmarks.usual.models import (
    Addressee,
    Delivery,
    Employment,
    Message,
    Name,
    Onboarding,
    Pulse,
    Seen,
    SurveyName,
    Task,
    Workplace,
)
from tests.benchmarks.usual.outbox import Cause, announce

Handler = Callable[[AsyncSession, Any, Cause], Awaitable[None]]
ASKED = (Occasion.DAY_30, Occasion.DAY_100)


async def keep_name(session: AsyncSession, person: PersonRecord, cause: Cause) -> None:
    values = person.model_dump(exclude={"email"})
    await session.merge(Name(tenant=cause.tenant, **values))


async def keep_name_of_asked(session: AsyncSession, person: PersonRecord, cause: Cause) -> None:
    values = person.model_dump(exclude={"email"})
    await session.merge(SurveyName(tenant=cause.tenant, **values))


async def keep_address(session: AsyncSession, person: PersonRecord, cause: Cause) -> None:
    values = person.model_dump(exclude={"merged_into"})
    await session.merge(Addressee(tenant=cause.tenant, **values))


async def start(session: AsyncSession, hired: WorkerHired, cause: Cause) -> None:
    start_date, until, onboarding_id = hired.start_date, hired.fixed_term_until, new_id()
    planned = planned_tasks(DEFAULT_TASKS, start_date, hired.carrier_id, hired.placements, until)
    facts = tuple(
        TaskFact(
            task_id=new_id(),
            code=task.code,
            role=task.role,
            organization_id=task.organization_id,
            due_on=task.due_on,
            mandatory=task.mandatory,
        )
        for task in planned
    )
    body = OnboardingStarted(
        onboarding_id=onboarding_id,
        worker_id=hired.worker_id,
        employment_id=hired.employment_id,
        carrier_id=hired.carrier_id,
        template_id=DEFAULT_TEMPLATE_ID,
        known_on=local_date(datetime.now(UTC)),
        start_date=hired.start_date,
        tasks=facts,
    )
    session.add(
        Onboarding(
            id=onboarding_id,
            tenant=cause.tenant,
            worker_id=hired.worker_id,
            employment_id=hired.employment_id,
            carrier_id=hired.carrier_id,
            template_id=DEFAULT_TEMPLATE_ID,
            correlation_id=cause.correlation_id,
            causation_id=announce(session, body, cause),
            start_date=hired.start_date,
            school_type=of_most_hours(hired.placements),
        )
    )
    await session.flush()
    session.add_all(_task(onboarding_id, cause.tenant, fact) for fact in facts)


def _task(onboarding_id: UUID, tenant: str, fact: TaskFact) -> Task:
    values = fact.model_dump(exclude={"task_id", "role"})
    return Task(
        id=fact.task_id,
        tenant=tenant,
        onboarding_id=onboarding_id,
        role=fact.role.value,
        **values,
    )


async def employ_and_welcome(session: AsyncSession, hired: WorkerHired, cause: Cause) -> None:
    session.add(
        Employment(
            employment_id=hired.employment_id,
            tenant=cause.tenant,
            worker_id=hired.worker_id,
            carrier_id=hired.carrier_id,
            start_date=hired.start_date,
            school_ids=[str(placement.school_id) for placement in hired.placements],
            as_of=datetime.now(UTC),
        )
    )
    letter_id = new_id()
    values = {"kind": LetterKind.WELCOME, "role": Role.WORKER, "payload": {}}
    _add_letter(session, cause, hired, letter_id, letter_id, values)


async def note_workplace(session: AsyncSession, hired: WorkerHired, cause: Cause) -> None:
    session.add(
        Workplace(
            tenant=cause.tenant,
            employment_id=hired.employment_id,
            valid_from=hired.start_date,
            worker_id=hired.worker_id,
            carrier_id=hired.carrier_id,
            school_types=sorted({each.school_type.value for each in hired.placements}),
            last_day=hired.fixed_term_until,
        )
    )


async def tell(session: AsyncSession, started: OnboardingStarted, cause: Cause) -> None:
    group_id = None
    for (role, place), tasks in tasks_by_reference(started.tasks).items():
        letter_id = new_id()
        group_id = group_id or letter_id
        entries = [task_entry(task) for task in tasks]
        values = {
            "kind": LetterKind.TASKS,
            "role": role,
            "organization_id": place,
            "onboarding_id": started.onboarding_id,
            "payload": {"template_id": str(started.template_id), "tasks": entries},
        }
        _add_letter(session, cause, started, letter_id, group_id, values)


def _add_letter(
    session: AsyncSession,
    cause: Cause,
    about: WorkerHired | OnboardingStarted,
    letter_id: UUID,
    group_id: UUID,
    values: dict[str, Any],
) -> None:
    now = datetime.now(UTC)
    kind, role = values["kind"], values["role"]
    tasks = len(values["payload"].get("tasks", ()))
    queued = LetterQueued(
        letter_id=letter_id, worker_id=about.worker_id, kind=kind, role=role, tasks=tasks
    )
    session.add(
        Message(
            id=letter_id,
            tenant=cause.tenant,
            worker_id=about.worker_id,
            employment_id=about.employment_id,
            happened_at=now,
            correlation_id=cause.correlation_id,
            causation_id=announce(session, queued, cause),
            created_at=now,
            **values,
        )
    )
    session.add(
        Delivery(
            message_id=letter_id,
            channel="mail",
            tenant=cause.tenant,
            group_key=group_id,
            state="queued",
            priority=int(bool(tasks)),
            attempts=0,
            not_before=now,
        )
    )


async def plan(session: AsyncSession, started: OnboardingStarted, cause: Cause) -> None:
    days = {each: started.start_date + timedelta(days=int(each.value[4:])) for each in ASKED}
    session.add_all(
        Pulse(
            id=new_id(),
            tenant=cause.tenant,
            onboarding_id=started.onboarding_id,
            worker_id=started.worker_id,
            employment_id=started.employment_id,
            occasion=occasion.value,
            due_on=day,
            state="planned",
            correlation_id=cause.correlation_id,
            causation_id=cause.causation_id,
        )
        for occasion, day in days.items()
    )
    body = PulsePlanned(
        onboarding_id=started.onboarding_id,
        worker_id=started.worker_id,
        days=tuple(PulseDay(occasion=each, day=day) for each, day in days.items()),
    )
    announce(session, body, cause)


def seen(headers: dict[str, str], topic: str, key: str, value: bytes) -> Seen:
    """An event as the dashboard keeps it."""
    before = headers["ce_causationid"]
    return Seen(
        id=UUID(headers["ce_id"]),
        type=headers["ce_type"],
        source=headers["ce_source"].removeprefix("/"),
        topic=topic,
        key=key,
        tenant=headers["ce_tenant"],
        correlation_id=UUID(headers["ce_correlationid"]),
        causation_id=UUID(before) if before else None,
        time=datetime.fromisoformat(headers["ce_time"]),
        seen_at=datetime.now(UTC),
        data=value.decode(),
    )


_EVENTS = ("directory.events", "trainings.events", "notifications.events", "surveys.events")
TOPICS = {
    "trainings": ("directory.events", "directory.people"),
    "notifications": ("directory.events", "directory.people", "trainings.events"),
    "surveys": ("directory.events", "directory.people", "trainings.events"),
    "dashboard": _EVENTS,
}
HANDLERS: dict[str, dict[Any, list[tuple[Handler, list[str]]]]] = {
    "trainings": {
        PersonRecord: [(keep_name, [])],
        WorkerHired: [(start, ["start_onboarding"])],
    },
    "notifications": {
        PersonRecord: [(keep_address, [])],
        WorkerHired: [
            (employ_and_welcome, ["remember_employment", "welcome_worker", "tell_endpoints"])
        ],
        OnboardingStarted: [(tell, ["tell_role_holders"])],
    },
    "surveys": {
        PersonRecord: [(keep_name_of_asked, [])],
        WorkerHired: [(note_workplace, ["note_workplace"])],
        OnboardingStarted: [(plan, ["plan_pulses_of_onboarding"])],
    },
}
