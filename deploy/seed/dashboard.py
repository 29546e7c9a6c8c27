"""The rows of the dashboard: copies, and the story of each hire."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

from deploy.seed.ids import dice_for, id_at
from deploy.seed.letters import letters
from deploy.seed.making import Person
from deploy.seed.town import Town
from deploy.seed.worker import Worker
from services.dashboard.events.models import organizations, seen
from services.trainings.templates.rules import DEFAULT_TEMPLATE_ID
from shared.clock import local_date
from shared.contracts.directory import Funding, WorkerHired
from shared.contracts.notifications import LetterQueued, LetterSent
from shared.contracts.trainings import (
    CompletedBy,
    OnboardingClosed,
    OnboardingReady,
    OnboardingStarted,
    TaskCompleted,
    TaskFact,
)
from shared.database.writes import Row, Write
from shared.messaging.event import Event

Fact = tuple[datetime, Event]


def rows(municipality: Town) -> list[Write]:
    """Everything that was seen, in its order."""
    of_town = {"tenant": municipality.key}
    named = [
        {
            "organization_id": each.id,
            "version": 1,
            "kind": each.kind.value,
            "name": each.name,
            "school_number": each.school_number,
        }
        for each in municipality.organizations
    ]
    told = [row for person, each in municipality.workers for row in _story(person, each)]
    told.sort(key=lambda row: row["time"])
    return [
        Write(organizations, [{**of_town, **each} for each in named]),
        Write(seen, [{**of_town, **each} for each in told]),
    ]


def _story(person: Person, each: Worker) -> Iterator[Row]:
    """The hire first; everything else is caused by the onboarding that it began."""
    dice = dice_for(f"story of {each.external_id}")
    hire_id, started_id = id_at(dice, each.hired_at), id_at(dice, each.hired_at)
    yield _seen(each, hire_id, None, each.hired_at, _hired(person, each))
    yield _seen(each, started_id, hire_id, each.hired_at, _started(person, each))
    for moment, event in [*_mail(person, each), *_progress(person, each)]:
        yield _seen(each, id_at(dice, moment), started_id, moment, event)


def _seen(each: Worker, key: UUID, cause: UUID | None, moment: datetime, event: Event) -> Row:
    return {
        "id": key,
        "type": event.type_name,
        "source": event.owner(),
        "topic": event.topic,
        "key": event.key,
        "correlation_id": each.story,
        "causation_id": cause,
        "time": moment,
        "seen_at": moment,
        "data": event.model_dump_json(),
    }


def _hired(person: Person, each: Worker) -> WorkerHired:
    return WorkerHired(
        worker_id=person.id,
        employment_id=each.employment_id,
        carrier_id=each.carrier_id,
        start_date=each.start,
        placements=tuple(each.placements),
        funding=Funding.LAND,
    )


def _started(person: Person, each: Worker) -> OnboardingStarted:
    return OnboardingStarted(
        onboarding_id=each.onboarding_id,
        worker_id=person.id,
        employment_id=each.employment_id,
        carrier_id=each.carrier_id,
        template_id=DEFAULT_TEMPLATE_ID,
        known_on=local_date(each.hired_at),
        start_date=each.start,
        tasks=tuple(
            TaskFact(
                task_id=task.id,
                code=task.code,
                role=task.role,
                organization_id=task.organization_id,
                due_on=task.due_on,
                mandatory=task.mandatory,
            )
            for task in each.tasks
        ),
    )


def _mail(person: Person, each: Worker) -> Iterator[Fact]:
    for letter in letters(each):
        about: dict[str, Any] = {
            "letter_id": letter.id,
            "worker_id": person.id,
            "kind": letter.kind,
            "role": letter.role,
        }
        yield letter.sent_at, LetterQueued(**about, tasks=len(letter.tasks))
        yield letter.sent_at, LetterSent(**about, attempts=1)


def _progress(person: Person, each: Worker) -> Iterator[Fact]:
    ids: dict[str, Any] = {"onboarding_id": each.onboarding_id, "worker_id": person.id}
    for task in each.tasks:
        if task.done_at:
            done = TaskCompleted(**ids, task_id=task.id, code=task.code, by=CompletedBy.LINK)
            yield task.done_at, done
    if each.ready_at:
        yield each.ready_at, OnboardingReady(**ids)
    if each.closed_at and each.closing_reason:
        left = len([task for task in each.tasks if task.done_at is None])
        closed = OnboardingClosed(**ids, reason=each.closing_reason, open_tasks=left)
        yield each.closed_at, closed
