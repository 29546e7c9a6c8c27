"""Keeps copies of gatherings and registrations, and wakes the mails that wait for one."""

from uuid import UUID

from services.notifications.deliveries import use_cases as deliveries
from services.notifications.gatherings import use_cases
from services.notifications.gatherings.models import gatherings, registrations
from shared.contracts.gatherings import GatheringRecord, RegistrationRecord
from shared.messaging.router import EventRouter
from shared.messaging.unit_of_work import UnitOfWork

handlers = EventRouter()


async def forget(uow: UnitOfWork, gone: set[UUID]) -> None:
    await use_cases.forget_registrations(uow, gone)


handlers.keep_copy(GatheringRecord, gatherings, arrived=deliveries.wake)
handlers.keep_copy(RegistrationRecord, registrations, arrived=deliveries.wake, erased=forget)
