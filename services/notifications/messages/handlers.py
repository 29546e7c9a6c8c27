"""Facts of which somebody has to be told, and those after which nobody need be told any more."""

from collections.abc import Sequence
from typing import Any

from services.notifications.mails.values import every_kind
from services.notifications.messages import use_cases
from services.notifications.messages.values import Fact
from shared.clock import local_date
from shared.contracts.certificates import QualificationProlonged
from shared.contracts.directory import HireCancelled, WorkerDeparted
from shared.contracts.measures import MeasureAssigned, MeasureSettled
from shared.contracts.meetings import (
    ActionItemAssigned,
    ActionItemDone,
    ActionItemDropped,
    StepAssigned,
    StepDone,
)
from shared.contracts.trainings import ClosingReason, OnboardingClosed
from shared.messaging.router import EventRouter, Received
from shared.messaging.unit_of_work import BulkUnitOfWork, UnitOfWork

handlers = EventRouter()


def subscribe(fact: Fact) -> None:
    """The messages of all its events of a batch are owed at once."""

    async def owe(events: Sequence[Received[Any]], uow: BulkUnitOfWork) -> None:
        owed = [(draft, event) for event in events for draft in fact.drafts(event)]
        await use_cases.queue(uow, owed)

    owe.__name__ = fact.drafts.__name__
    handlers.on(fact.event)(owe)


for kind in every_kind().values():
    for fact in kind.facts:
        subscribe(fact)


@handlers.on(WorkerDeparted)
async def withdraw_after_departure(
    events: Sequence[Received[WorkerDeparted]], uow: UnitOfWork
) -> None:
    """Only of those whose last day is over; the others are judged when a letter is to be sent."""
    last_days = {event.body.employment_id: event.body.last_day for event in events}
    today = local_date(uow.now)
    if over := [employment for employment, day in last_days.items() if day < today]:
        await use_cases.withdraw_employments(uow, over)


@handlers.on(HireCancelled)
async def withdraw_after_cancellation(
    events: Sequence[Received[HireCancelled]], uow: UnitOfWork
) -> None:
    await use_cases.withdraw_employments(uow, [event.body.employment_id for event in events])


@handlers.on(OnboardingClosed)
async def withdraw_after_closing(
    events: Sequence[Received[OnboardingClosed]], uow: UnitOfWork
) -> None:
    ended = [
        event.body.onboarding_id
        for event in events
        if event.body.reason is not ClosingReason.COMPLETED
    ]
    if ended:
        await use_cases.withdraw_onboardings(uow, ended)


async def _overtaken(events: Sequence[Received[Any]], uow: UnitOfWork) -> None:
    before = {event.body.action_id: event.message.time for event in events}
    await use_cases.withdraw_subjects(uow, before)


@handlers.on(ActionItemAssigned)
async def withdraw_after_assignment(
    events: Sequence[Received[ActionItemAssigned]], uow: UnitOfWork
) -> None:
    """It is somebody else's, or due on another day, by now."""
    await _overtaken(events, uow)


@handlers.on(ActionItemDone)
async def withdraw_after_done(events: Sequence[Received[ActionItemDone]], uow: UnitOfWork) -> None:
    await _overtaken(events, uow)


@handlers.on(ActionItemDropped)
async def withdraw_after_dropped(
    events: Sequence[Received[ActionItemDropped]], uow: UnitOfWork
) -> None:
    await _overtaken(events, uow)


@handlers.on(StepAssigned)
async def withdraw_after_step(events: Sequence[Received[StepAssigned]], uow: UnitOfWork) -> None:
    await _overtaken(events, uow)


@handlers.on(StepDone)
async def withdraw_after_step_done(events: Sequence[Received[StepDone]], uow: UnitOfWork) -> None:
    await _overtaken(events, uow)


@handlers.on(QualificationProlonged)
async def withdraw_after_prolongation(
    events: Sequence[Received[QualificationProlonged]], uow: UnitOfWork
) -> None:
    """It holds longer than somebody was to be told."""
    before = {event.body.qualification_id: event.message.time for event in events}
    await use_cases.withdraw_subjects(uow, before)


@handlers.on(MeasureAssigned)
async def withdraw_after_measure(
    events: Sequence[Received[MeasureAssigned]], uow: UnitOfWork
) -> None:
    """It is somebody else's, or due on another day, by now."""
    before = {event.body.measure_id: event.message.time for event in events}
    await use_cases.withdraw_subjects(uow, before)


@handlers.on(MeasureSettled)
async def withdraw_after_measure_settled(
    events: Sequence[Received[MeasureSettled]], uow: UnitOfWork
) -> None:
    before = {event.body.measure_id: event.message.time for event in events}
    await use_cases.withdraw_subjects(uow, before)
