"""Keeps copies, wakes the letters that wait for one, and forgets who is erased."""

from collections.abc import Sequence
from uuid import UUID

from services.notifications.addresses import use_cases as addresses
from services.notifications.announcements import use_cases as announcements
from services.notifications.attempts import use_cases as attempts
from services.notifications.bundles import use_cases as bundles
from services.notifications.codes import use_cases as codes
from services.notifications.deliveries import use_cases as deliveries
from services.notifications.dispatches import use_cases as dispatches
from services.notifications.gatherings import use_cases as gatherings
from services.notifications.hours import use_cases as hours
from services.notifications.inbox import use_cases as inbox
from services.notifications.mailbox import use_cases as mailbox
from services.notifications.merges import use_cases as merges
from services.notifications.messages import use_cases as messages
from services.notifications.preferences import use_cases as preferences
from services.notifications.recipients import use_cases
from services.notifications.recipients.models import organizations, people, templates
from services.notifications.recipients.rules import NO_DAY
from services.notifications.texts import use_cases as texts
from shared.contracts.directory import (
    HireCancelled,
    OrganizationRecord,
    PersonRecord,
    PlacementsChanged,
    StartCorrected,
    WorkerDeparted,
    WorkerHired,
)
from shared.contracts.gatherings import GuestRecord
from shared.contracts.measures import MeasureOwnerRecord
from shared.contracts.trainings import TemplateRecord
from shared.messaging.router import EventRouter, Received
from shared.messaging.unit_of_work import BulkUnitOfWork, UnitOfWork

handlers = EventRouter()


@handlers.on(WorkerHired)
async def remember_employment(events: Sequence[Received[WorkerHired]], uow: BulkUnitOfWork) -> None:
    use_cases.remember(events, uow)
    deliveries.wake(uow, {event.body.employment_id for event in events})


@handlers.on(PlacementsChanged)
async def remember_placements(
    events: Sequence[Received[PlacementsChanged]], uow: BulkUnitOfWork
) -> None:
    use_cases.remember_placements(events, uow)


@handlers.on(WorkerDeparted)
async def remember_last_day(events: Sequence[Received[WorkerDeparted]], uow: UnitOfWork) -> None:
    last_days = {(e.tenant, e.body.employment_id): e.body.last_day for e in events}
    await use_cases.remember_last_days(last_days, uow)


@handlers.on(StartCorrected)
async def remember_start(events: Sequence[Received[StartCorrected]], uow: UnitOfWork) -> None:
    starts = {(e.tenant, e.body.employment_id): e.body.start_date for e in events}
    await use_cases.remember_starts(starts, uow)


@handlers.on(HireCancelled)
async def remember_cancellation(events: Sequence[Received[HireCancelled]], uow: UnitOfWork) -> None:
    last_days = {(event.tenant, event.body.employment_id): NO_DAY for event in events}
    await use_cases.remember_last_days(last_days, uow)


async def forget(uow: UnitOfWork, erased: set[UUID]) -> None:
    await messages.withdraw(uow, erased)
    await mailbox.forget(uow, erased)
    await codes.forget(uow, erased)
    await messages.forget(uow, erased)
    await inbox.forget(uow, erased)
    await preferences.forget(uow, erased)
    await merges.forget(uow, erased)
    await hours.forget(uow, erased)
    await bundles.forget(uow, erased)
    await dispatches.forget(uow, erased)
    await addresses.forget_lifter(uow, erased)
    await attempts.forget(uow, erased)
    await announcements.forget(uow, erased)
    await gatherings.forget(uow, erased)
    await texts.forget(uow, erased)
    await use_cases.forget(uow, erased)


handlers.keep_copy(PersonRecord, people, arrived=deliveries.wake, erased=forget)
handlers.keep_copy(GuestRecord, people, arrived=deliveries.wake, erased=forget)
handlers.keep_copy(MeasureOwnerRecord, people, arrived=deliveries.wake, erased=forget)
handlers.keep_copy(OrganizationRecord, organizations, arrived=deliveries.wake)
handlers.keep_copy(TemplateRecord, templates, arrived=deliveries.wake)
