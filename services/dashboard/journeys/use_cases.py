"""Tells the story of one correlation id."""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TypeVar
from uuid import UUID

from pydantic import ValidationError
from sqlalchemy.ext.asyncio import AsyncSession

from services.dashboard.diagrams.use_cases import Box, Diagram, draw
from services.dashboard.events.use_cases import (
    LANES,
    LONGEST_STORY,
    ROLES,
    Occurrence,
    Told,
    of_keys,
    organization_names,
    organizations_in,
    story,
    task_titles,
)
from services.dashboard.journeys.rules import Placed, Step, Task, in_order, steps
from shared.clock import local_date
from shared.contracts.notifications import LetterQueued, LetterSent
from shared.contracts.trainings import OnboardingStarted, TaskCompleted, TaskFact
from shared.messaging.event import Event
from shared.web.german import clock_time, date_and_time, duration, number, short_date

Known = TypeVar("Known", bound=Event)


@dataclass(frozen=True)
class Journey:
    """A story in order; ``told`` finds the words of an event by its id."""

    correlation_id: UUID
    placed: list[Placed[Occurrence]]
    steps: list[Step[Occurrence]]
    told: dict[UUID, Told]
    involved: list[str]
    tasks: list[Task]

    @property
    def beginning(self) -> Told:
        """What set it off."""
        return self.told[self.placed[0].fact.id]

    @property
    def started_at(self) -> datetime:
        """When it began."""
        return self.placed[0].fact.time

    @property
    def cut_short(self) -> bool:
        """Whether there is more than is told."""
        return len(self.placed) >= LONGEST_STORY

    def after(self, event: Occurrence) -> timedelta:
        """How long after the beginning something happened."""
        return event.time - self.started_at

    def moment(self, event: Occurrence) -> str:
        """When something happened; on another day than the beginning, with its date."""
        if local_date(event.time) == local_date(self.started_at):
            return clock_time(event.time)
        return date_and_time(event.time).removesuffix(" Uhr")

    def elapsed(self, step: Step[Occurrence]) -> str:
        """When a step happened, counted from the beginning."""
        first, last = (f"+{duration(self.after(fact))}" for fact in (step.first, step.last))
        return first if first == last else f"{first} bis {last}"

    def services(self) -> list[str]:
        """The services that had a part in it, in order of their appearance."""
        return list(dict.fromkeys(each.fact.source for each in self.placed))

    def count(self, kind: str) -> int:
        """How many events of a type are part of it."""
        return sum(each.fact.type == kind for each in self.placed)

    def letters(self) -> tuple[int, int]:
        """Messages prepared, and those of them that were sent."""
        return self.count(LetterQueued.type_name), self.count(LetterSent.type_name)

    def until_first(self, kind: str) -> timedelta | None:
        """How long it took until an event of a type happened."""
        return next((self.after(each.fact) for each in self.placed if each.fact.type == kind), None)

    def heading(self, step: Step[Occurrence]) -> str:
        """What happened in a step, in a few words."""
        telling = self.told[step.first.id].telling
        return telling.what if len(step.facts) == 1 else f"{number(len(step.facts))} {telling.many}"

    def details(self, step: Step[Occurrence]) -> list[str]:
        """What else is to be said of a step, each thing once."""
        tellings = [self.told[fact.id].telling for fact in step.facts]
        if len(tellings) == 1:
            return [tellings[0].detail] if tellings[0].detail else []
        return list(dict.fromkeys(telling.part for telling in tellings if telling.part))


async def journey(session: AsyncSession, correlation_id: UUID, today: date) -> Journey | None:
    """The story of one correlation id, or None if nothing is known of it."""
    told = {each.event.id: each for each in await story(session, correlation_id)}
    if not told:
        return None
    placed = in_order([each.event for each in told.values()])
    kinds = {name: each.event.type for name, each in told.items()}
    names = await _organizations(session, [each.fact for each in placed])
    tasks = await _tasks(session, list(told.values()), names, today)
    involved = [name for name in names.values() if name]
    return Journey(correlation_id, placed, steps(placed, kinds), told, involved, tasks)


def picture(journey: Journey) -> Diagram:
    """The story as a diagram: a box for each step."""
    boxes = [
        Box(
            number=step.number,
            cause=step.cause,
            lane=step.first.source,
            heading=journey.heading(step),
            detail=", ".join(journey.details(step)),
            offset=journey.after(step.first),
            after=_after(journey, step),
            at=journey.moment(step.first),
            count=len(step.facts),
            failed=journey.told[step.first.id].telling.failed,
            ids=tuple(str(fact.id) for fact in step.facts),
        )
        for step in journey.steps
    ]
    return draw(boxes, list(LANES))


def _after(journey: Journey, step: Step[Occurrence]) -> str:
    if step.number == 1:
        return short_date(step.first.time)
    return f"+{duration(journey.after(step.first))}"


async def _organizations(session: AsyncSession, events: Sequence[Occurrence]) -> dict[UUID, str]:
    ids = dict.fromkeys(name for event in events for name in organizations_in(event.data))
    names = await organization_names(session, ids)
    return {name: names[name] for name in ids if name in names}


async def _tasks(
    session: AsyncSession, told: Sequence[Told], names: Mapping[UUID, str], today: date
) -> list[Task]:
    started = _read(OnboardingStarted, [each.event for each in told])
    keys = {body.key for _, body in started}
    completed = await of_keys(session, keys, TaskCompleted.type_name) if keys else []
    done = {
        body.task_id: event.time
        for event, body in _read(TaskCompleted, [each.event for each in completed])
    }
    tasks: list[Task] = []
    for _, body in started:
        titles = await task_titles(session, body.template_id)
        tasks.extend(
            _task(fact, titles, names, done.get(fact.task_id), today) for fact in body.tasks
        )
    return sorted(tasks, key=lambda task: task.due_on)


def _task(
    fact: TaskFact,
    titles: Mapping[str, str],
    names: Mapping[UUID, str],
    done_at: datetime | None,
    today: date,
) -> Task:
    return Task(
        title=titles.get(fact.code, fact.code),
        who=ROLES[fact.role],
        where=names.get(fact.organization_id, "") if fact.organization_id else "",
        due_on=fact.due_on,
        mandatory=fact.mandatory,
        done_at=done_at,
        overdue=done_at is None and fact.due_on < today,
    )


def _read(kind: type[Known], events: Iterable[Occurrence]) -> list[tuple[Occurrence, Known]]:
    """The bodies of one type; what has another shape is passed over."""
    found: list[tuple[Occurrence, Known]] = []
    for event in events:
        if event.type == kind.type_name:
            with suppress(ValidationError):
                found.append((event, kind.model_validate(event.data)))
    return found
