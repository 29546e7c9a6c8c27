"""What is over by now, whichever story ended it, and what that means for the letters of a story."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import date
from typing import TypeVar
from uuid import UUID

from pydantic import ValidationError
from sqlalchemy.ext.asyncio import AsyncSession

from services.dashboard.events.use_cases import DescribedEvent, Occurrence, of_keys
from services.dashboard.journeys.rules import Letter, Post
from shared.contracts.directory import (
    HireCancelled,
    WorkerDeparted,
    WorkerHired,
)
from shared.contracts.notifications import LetterFailed, LetterQueued, LetterSent
from shared.contracts.surveys import InvitationIssued
from shared.contracts.trainings import ClosingReason, OnboardingClosed, OnboardingStarted
from shared.messaging.event import Event

Known = TypeVar("Known", bound=Event)
Endings = Mapping[UUID, DescribedEvent]
"""What ended an employment, by its id."""


def read(kind: type[Known], events: Iterable[Occurrence]) -> list[tuple[Occurrence, Known]]:
    """The bodies of one type; what has another shape is passed over."""
    found: list[tuple[Occurrence, Known]] = []
    for event in events:
        if event.type == kind.type_name:
            with suppress(ValidationError):
                found.append((event, kind.model_validate(event.data)))
    return found


async def endings(session: AsyncSession, events: Sequence[Occurrence], today: date) -> Endings:
    """Which employments of a story are over; the end of the onboarding tells it best."""
    mine = _employments(events)
    workers = {event.key for event in events if event.id in mine}
    kinds = (WorkerDeparted.type_name, HireCancelled.type_name, OnboardingClosed.type_name)
    known = await of_keys(session, workers, *kinds)
    onboardings = {
        body.onboarding_id: body.employment_id for _, body in read(OnboardingStarted, events)
    }
    told = {each.event.id: each for each in known}
    ended: dict[UUID, DescribedEvent] = {}
    for employment, event in _ends([each.event for each in known], onboardings, today):
        ended[employment] = told[event.id]
    return {employment: end for employment, end in ended.items() if employment in mine.values()}


def post_of(events: Sequence[Occurrence], ended: Endings) -> Post:
    """What has become of each letter of a story; of one put back, what happened last."""
    employments = _employments(events)
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


def _employments(events: Sequence[Occurrence]) -> dict[UUID, UUID]:
    """The employment that an event is about which letters are sent for, by the event's id."""
    about: list[tuple[Occurrence, WorkerHired | OnboardingStarted | InvitationIssued]] = []
    about.extend(read(WorkerHired, events))
    about.extend(read(OnboardingStarted, events))
    about.extend(read(InvitationIssued, events))
    return {event.id: body.employment_id for event, body in about}
