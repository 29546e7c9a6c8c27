"""Onboardings that start and workers who leave."""

from collections.abc import Sequence

from services.surveys.models import organizations
from services.surveys.pulses import use_cases
from services.surveys.pulses.rules import NO_DAY
from shared.contracts.directory import HireCancelled, OrganizationRecord, WorkerDeparted
from shared.contracts.merging import PersonMerged, PersonMergeUndone
from shared.contracts.trainings import ClosingReason, OnboardingClosed, OnboardingStarted
from shared.messaging.router import EventRouter, Received
from shared.messaging.unit_of_work import BulkUnitOfWork, UnitOfWork

handlers = EventRouter()
handlers.keep_copy(OrganizationRecord, organizations)


@handlers.on(OnboardingStarted)
async def plan_pulses_of_onboarding(
    events: Sequence[Received[OnboardingStarted]], uow: BulkUnitOfWork
) -> None:
    await use_cases.plan_pulses(uow, events)


@handlers.on(OnboardingClosed)
async def cancel_pulses_of_onboarding(
    events: Sequence[Received[OnboardingClosed]], uow: UnitOfWork
) -> None:
    """Only of those who do not come; whose employment has ended is judged by its last day."""
    cancelled = [event for event in events if event.body.reason is ClosingReason.CANCELLED]
    await use_cases.cancel_pulses(uow, {e.body.onboarding_id: e.cause for e in cancelled})


@handlers.on(WorkerDeparted)
async def cancel_pulses_of_worker(
    events: Sequence[Received[WorkerDeparted]], uow: UnitOfWork
) -> None:
    await use_cases.note_ends(
        uow, {e.body.employment_id: (e.body.last_day, e.cause) for e in events}
    )
    await use_cases.plan_exits(uow, {e.body.employment_id: e for e in events})


@handlers.on(HireCancelled)
async def cancel_pulses_of_cancelled_hire(
    events: Sequence[Received[HireCancelled]], uow: UnitOfWork
) -> None:
    await use_cases.note_ends(uow, {e.body.employment_id: (NO_DAY, e.cause) for e in events})


@handlers.on(PersonMerged)
async def follow_merged_person(events: Sequence[Received[PersonMerged]], uow: UnitOfWork) -> None:
    await use_cases.follow(uow, events)


@handlers.on(PersonMergeUndone)
async def part_from_merged_person(
    events: Sequence[Received[PersonMergeUndone]], uow: UnitOfWork
) -> None:
    await use_cases.go_back(uow, events)
