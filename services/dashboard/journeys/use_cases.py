"""Tells the story of one correlation id."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.dashboard.diagrams.use_cases import Box, Diagram, draw
from services.dashboard.events.use_cases import (
    LANES,
    LONGEST_STORY,
    DescribedEvent,
    Occurrence,
    of_keys,
    organization_names,
    organizations_in,
    story,
    task_titles,
)
from services.dashboard.journeys.queries import Endings, endings, post_of, read
from services.dashboard.journeys.rules import Placed, Post, Step, Task, in_order, steps
from shared.clock import local_date
from shared.contracts.directory import Role
from shared.contracts.trainings import OnboardingStarted, TaskCompleted, TaskFact
from shared.web.german import clock_time, date_and_time, duration, number, short_date
from shared.web.kit.words import word


@dataclass(frozen=True)
class Journey:
    """A story in order; ``told`` finds the words of an event by its id."""

    correlation_id: UUID
    placed: list[Placed[Occurrence]]
    steps: list[Step[Occurrence]]
    told: dict[UUID, DescribedEvent]
    involved: list[str]
    tasks: list[Task]
    post: Post
    ended_by: list[DescribedEvent]

    @property
    def beginning(self) -> DescribedEvent:
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

    def until_first(self, kind: str) -> timedelta | None:
        """How long it took until an event of a type happened."""
        return next((self.after(each.fact) for each in self.placed if each.fact.type == kind), None)

    def heading(self, step: Step[Occurrence]) -> str:
        """What happened in a step, in a few words."""
        telling, things = self.told[step.first.id].telling, _things(step)
        return telling.what if things == 1 else f"{number(things)} {telling.many}"

    def details(self, step: Step[Occurrence]) -> list[str]:
        """What else is to be said of a step, each thing once."""
        tellings = [self.told[fact.id].telling for fact in step.facts]
        if _things(step) == 1:
            return [tellings[-1].detail] if tellings[-1].detail else []
        return list(dict.fromkeys(telling.part for telling in tellings if telling.part))


async def journey(session: AsyncSession, correlation_id: UUID, today: date) -> Journey | None:
    """The story of one correlation id, or None if nothing is known of it."""
    told = {each.event.id: each for each in await story(session, correlation_id)}
    if not told:
        return None
    placed = in_order([each.event for each in told.values()])
    kinds = {name: (each.event.type, each.telling.what) for name, each in told.items()}
    known = [each.fact for each in placed]
    ended = await endings(session, known, today)
    names = await _organizations(session, known)
    tasks = await _tasks(session, known, names, ended, today)
    return Journey(
        correlation_id=correlation_id,
        placed=placed,
        steps=steps(placed, kinds),
        told=told,
        involved=[name for name in names.values() if name],
        tasks=tasks,
        post=post_of(known, ended),
        ended_by=list({each.event.correlation_id: each for each in ended.values()}.values()),
    )


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
    session: AsyncSession,
    events: Sequence[Occurrence],
    names: Mapping[UUID, str],
    ended: Endings,
    today: date,
) -> list[Task]:
    started = read(OnboardingStarted, events)
    keys = {body.key for _, body in started}
    completed = await of_keys(session, keys, TaskCompleted.type_name)
    done = {
        body.task_id: event.time
        for event, body in read(TaskCompleted, [each.event for each in completed])
    }
    tasks: list[Task] = []
    for _, body in started:
        titles = await task_titles(session, body.template_id)
        open_on = None if body.employment_id in ended else today
        tasks.extend(
            _task(fact, titles, names, done.get(fact.task_id), body.known_on, open_on)
            for fact in body.tasks
        )
    return sorted(tasks, key=lambda task: task.due_on)


def _task(
    fact: TaskFact,
    titles: Mapping[str, str],
    names: Mapping[UUID, str],
    done_at: datetime | None,
    known_on: date,
    open_on: date | None,
) -> Task:
    """``open_on`` is today unless nobody has to do it any more."""
    is_open = done_at is None and open_on is not None
    return Task(
        title=titles.get(fact.code, fact.code),
        who=word(Role, fact.role),
        where=names.get(fact.organization_id, "") if fact.organization_id else "",
        due_on=fact.due_on,
        mandatory=fact.mandatory,
        done_at=done_at,
        overdue=is_open and open_on is not None and max(fact.due_on, known_on) < open_on,
        late_known=fact.due_on < known_on,
        needless=done_at is None and open_on is None,
    )


def _things(step: Step[Occurrence]) -> int:
    """How many things a step is about; what happens twice to one letter is about one."""
    bodies = ((fact.data if isinstance(fact.data, dict) else {}, fact.id) for fact in step.facts)
    return len({str(body.get("letter_id", name)) for body, name in bodies})
