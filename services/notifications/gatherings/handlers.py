"""Keeps copies of gatherings and registrations, wakes mails, and tells of minutes."""

from collections.abc import Sequence
from uuid import UUID

from services.notifications.deliveries import use_cases as deliveries
from services.notifications.gatherings import use_cases
from services.notifications.gatherings.models import gatherings, registrations
from shared.contracts.gatherings import GatheringRecord, RegistrationRecord
from shared.contracts.meetings import MinutesCorrected, MinutesPublished
from shared.messaging.router import EventRouter, Received
from shared.messaging.unit_of_work import UnitOfWork

handlers = EventRouter()


@handlers.on(MinutesPublished)
async def tell_of_minutes(events: Sequence[Received[MinutesPublished]], uow: UnitOfWork) -> None:
    for each in events:
        await use_cases.tell_of_minutes(uow, each, each.body.gathering_id, correction=0)


@handlers.on(MinutesCorrected)
async def tell_of_correction(events: Sequence[Received[MinutesCorrected]], uow: UnitOfWork) -> None:
    for each in events:
        await use_cases.tell_of_minutes(
            uow, each, each.body.gathering_id, correction=each.body.number
        )


async def forget(uow: UnitOfWork, gone: set[UUID]) -> None:
    await use_cases.forget_registrations(uow, gone)


handlers.keep_copy(GatheringRecord, gatherings, arrived=deliveries.wake)
handlers.keep_copy(RegistrationRecord, registrations, arrived=deliveries.wake, erased=forget)
