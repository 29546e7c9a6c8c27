"""The story of one correlation id, and what is over by now, whichever story ended it."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date, datetime
from operator import attrgetter
from typing import TypeVar
from uuid import UUID

from pydantic import ValidationError
from sqlalchemy.ext.asyncio import AsyncSession

from services.dashboard.diagrams.use_cases import draw
from services.dashboard.diagrams.values import Box, Diagram
from services.dashboard.events.queries import (
    in_words,
    of_keys,
    organization_names,
    story,
    vocabulary_for,
)
from services.dashboard.events.values import (
    LANES,
    LONGEST_STORY,
    Occurrence,
    Vocabulary,
    organizations_in,
)
from services.dashboard.journeys.rules import Letter, Post, Step, Task, in_order, steps
from services.dashboard.journeys.values import Journey
from services.dashboard.merges.queries import survivors_of
from shared.contracts.directory import (
    HireCancelled,
    Role,
    WorkerDeparted,
    WorkerHired,
)
from shared.contracts.notifications import LetterFailed, LetterQueued, LetterSent
from shared.contracts.surveys import InvitationIssued
from shared.contracts.trainings import (
    ClosingReason,
    OnboardingClosed,
    OnboardingStarted,
    TaskCompleted,
    TaskFact,
)
from shared.contracts.words import word
from shared.german import duration, short_date
from shared.messaging.event import Event

Known = TypeVar("Known", bound=Event)
LATER = tuple(
    each.type_name for each in (WorkerDeparted, HireCancelled, OnboardingClosed, TaskCompleted)
)
Started = Sequence[tuple[Occurrence, OnboardingStarted]]
NO_STORY = UUID(int=0)


async def journey(
    session: AsyncSession, municipality: str, correlation_id: UUID, today: date
) -> Journey | None:
    """The story of one correlation id, or None if nothing is known of it there; "" is anywhere."""
    told = await story(session, municipality, correlation_id)
    if not told:
        return None
    vocabulary = await vocabulary_for(session, told)
    described = {each.event.id: each for each in in_words(told, vocabulary)}
    placed = in_order(told)
    kinds = {name: (each.event.type, each.description.what) for name, each in described.items()}
    known = [each.fact for each in placed]
    started = read(OnboardingStarted, known)
    employments = _employments(known, started)
    about = await _later(session, municipality, told, employments.keys())
    ended = _endings(about, started, set(employments.values()), today)
    names = await _organizations(session, municipality, known)
    done = {body.task_id: event.time for event, body in read(TaskCompleted, about)}
    onboardings = [body for _, body in started]
    ends = in_words(ended.values(), vocabulary)
    return Journey(
        correlation_id=correlation_id,
        placed=placed,
        steps=steps(placed, kinds),
        described=described,
        involved=[name for name in names.values() if name],
        tasks=_tasks(onboardings, vocabulary, names, ended.keys(), done, today),
        post=post_of(known, employments, ended.keys()),
        ended_by=list({each.event.correlation_id: each for each in ends}.values()),
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
            failed=journey.described[step.first.id].description.failed,
            ids=tuple(str(fact.id) for fact in step.facts),
        )
        for step in journey.steps
    ]
    return draw(boxes, list(LANES))


def _after(journey: Journey, step: Step[Occurrence]) -> str:
    if step.number == 1:
        return short_date(step.first.time)
    return f"+{duration(journey.after(step.first))}"


async def _organizations(
    session: AsyncSession, municipality: str, events: Sequence[Occurrence]
) -> dict[UUID, str]:
    ids = organizations_in(event.data for event in events)
    names = await organization_names(session, municipality, ids)
    return {name: names[name] for name in ids if name in names}


def _tasks(
    onboardings: Sequence[OnboardingStarted],
    vocabulary: Vocabulary,
    names: Mapping[UUID, str],
    ended: Collection[UUID],
    done: Mapping[UUID, datetime],
    today: date,
) -> list[Task]:
    tasks: list[Task] = []
    for body in onboardings:
        titles = vocabulary.of_templates.get(body.template_id, {})
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


def read(kind: type[Known], events: Iterable[Occurrence]) -> list[tuple[Occurrence, Known]]:
    """The bodies of one type; what has another shape is passed over."""
    found: list[tuple[Occurrence, Known]] = []
    for event in events:
        if event.type == kind.type_name:
            with suppress(ValidationError):
                found.append((event, kind.model_validate(event.data)))
    return found


async def _later(
    session: AsyncSession, municipality: str, told: Sequence[Occurrence], about: Collection[UUID]
) -> list[Occurrence]:
    """What became of those whom some of a story's events are about, also where others tell it."""
    workers = {event.key for event in told if event.id in about}
    own = [event for event in told if event.type in LATER and event.key in workers]
    whole = len(told) < LONGEST_STORY
    beside = told[0].correlation_id if whole else NO_STORY
    known = workers | await survivors_of(session, municipality, workers)
    others = await of_keys(session, municipality, known, LATER, beside)
    return sorted([*own, *others] if whole else others, key=attrgetter("position"))


def _endings(
    about: Sequence[Occurrence], started: Started, employments: Collection[UUID], today: date
) -> dict[UUID, Occurrence]:
    """Which employments of a story are over; the end of the onboarding tells it best."""
    onboardings = {body.onboarding_id: body.employment_id for _, body in started}
    ends = _ends(about, onboardings, today)
    return {name: event for name, event in ends if name in employments}


def post_of(
    events: Sequence[Occurrence], employments: Mapping[UUID, UUID], ended: Collection[UUID | None]
) -> Post:
    """What has become of each letter of a story; of one put back, what happened last."""
    about: dict[UUID, UUID | None] = {}
    failed: set[UUID] = set()
    for event, body in _letters(events):
        if isinstance(body, LetterQueued):
            cause = event.causation_id
            about.setdefault(body.letter_id, employments.get(cause) if cause else None)
            failed.discard(body.letter_id)
        elif isinstance(body, LetterFailed):
            about.setdefault(body.letter_id, None)
            failed.add(body.letter_id)
    sent = {body.letter_id for _, body in read(LetterSent, events)}
    about.update(dict.fromkeys(sent - about.keys()))
    return Post([_letter(each, about[each] in ended, sent, failed) for each in about])


def _letter(name: UUID, over: bool, sent: set[UUID], failed: set[UUID]) -> Letter:
    settled = name in sent or name in failed
    return Letter(
        sent=name in sent,
        failed=name in failed - sent,
        needless=over and not settled,
    )


def _letters(
    events: Sequence[Occurrence],
) -> list[tuple[Occurrence, LetterQueued | LetterFailed]]:
    """By time: a letter fails, is put back, and may fail again."""
    found: list[tuple[Occurrence, LetterQueued | LetterFailed]] = []
    found.extend(read(LetterQueued, events))
    found.extend(read(LetterFailed, events))
    return sorted(found, key=lambda each: each[0].time)


def _ends(
    known: Sequence[Occurrence], onboardings: Mapping[UUID, UUID], today: date
) -> Iterator[tuple[UUID, Occurrence]]:
    """Employments that are over, and why; what is said later counts more."""
    departures = {body.employment_id: (at, body) for at, body in read(WorkerDeparted, known)}
    for employment, (at, departure) in departures.items():
        if departure.last_day < today:
            yield employment, at
    for at, cancelled in read(HireCancelled, known):
        yield cancelled.employment_id, at
    for at, closed in read(OnboardingClosed, known):
        employment_id = onboardings.get(closed.onboarding_id)
        if employment_id and closed.reason is not ClosingReason.COMPLETED:
            yield employment_id, at


def _employments(events: Sequence[Occurrence], started: Started) -> dict[UUID, UUID]:
    """The employment that an event is about which letters are sent for, by the event's id."""
    about: list[tuple[Occurrence, WorkerHired | OnboardingStarted | InvitationIssued]] = []
    about.extend(read(WorkerHired, events))
    about.extend(started)
    about.extend(read(InvitationIssued, events))
    return {event.id: body.employment_id for event, body in about}
