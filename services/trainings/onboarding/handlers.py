"""Events in."""

from collections.abc import Sequence
from uuid import UUID

from services.trainings.calendar import use_cases as calendars
from services.trainings.externals import use_cases as externals
from services.trainings.guests import use_cases as guests
from services.trainings.invitations import use_cases as invitations
from services.trainings.models import organizations, people
from services.trainings.onboarding import use_cases
from services.trainings.qualifications import use_cases as qualifications
from services.trainings.registrants import use_cases as registrants
from shared.contracts.directory import (
    HireCancelled,
    OrganizationRecord,
    PersonRecord,
    StartCorrected,
    WorkerDeparted,
    WorkerHired,
)
from shared.messaging.router import EventRouter, Received
from shared.messaging.unit_of_work import BulkUnitOfWork, UnitOfWork

handlers = EventRouter()


async def forget(uow: UnitOfWork, erased: set[UUID]) -> None:
    """Seats of who is erased go to the next; what else is only theirs is gone."""
    await registrants.forget(uow, erased)
    await calendars.forget(uow, erased)
    await qualifications.forget(uow, erased)
    await externals.forget(uow, erased)
    await guests.forget(uow, erased)
    await invitations.forget(uow, erased)


handlers.keep_copy(PersonRecord, people, erased=forget)
handlers.keep_copy(OrganizationRecord, organizations)


@handlers.on(WorkerHired)
async def start_onboarding(hires: Sequence[Received[WorkerHired]], uow: BulkUnitOfWork) -> None:
    await use_cases.start(uow, hires)


@handlers.on(WorkerDeparted)
async def close_onboarding(departures: Sequence[Received[WorkerDeparted]], uow: UnitOfWork) -> None:
    await use_cases.note_last_days(uow, departures)


@handlers.on(StartCorrected)
async def correct_start(corrections: Sequence[Received[StartCorrected]], uow: UnitOfWork) -> None:
    await use_cases.correct_starts(uow, corrections)


@handlers.on(HireCancelled)
async def close_cancelled_onboarding(
    cancelled: Sequence[Received[HireCancelled]], uow: UnitOfWork
) -> None:
    await use_cases.close_cancelled(uow, cancelled)
