"""Onboardings that start and workers who leave."""

from collections.abc import Sequence

from services.surveys.pulses.use_cases import cancel_pulses, plan_pulses
from shared.contracts.directory import WorkerDeparted
from shared.contracts.trainings import ClosingReason, OnboardingClosed, OnboardingStarted
from shared.messaging.router import EventRouter, Received
from shared.messaging.unit_of_work import UnitOfWork

handlers = EventRouter()


@handlers.on(OnboardingStarted)
async def plan_pulses_of_onboarding(
    events: Sequence[Received[OnboardingStarted]], uow: UnitOfWork
) -> None:
    await plan_pulses(uow, [(event.body, event.cause) for event in events])


@handlers.on(OnboardingClosed)
async def cancel_pulses_of_onboarding(
    events: Sequence[Received[OnboardingClosed]], uow: UnitOfWork
) -> None:
    departed = [event for event in events if event.body.reason is ClosingReason.DEPARTED]
    await cancel_pulses(uow, "onboarding_id", {e.body.onboarding_id: e.cause for e in departed})


@handlers.on(WorkerDeparted)
async def cancel_pulses_of_worker(
    events: Sequence[Received[WorkerDeparted]], uow: UnitOfWork
) -> None:
    await cancel_pulses(uow, "worker_id", {event.body.worker_id: event.cause for event in events})
