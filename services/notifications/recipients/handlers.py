"""Keeps copies, wakes the letters that wait for one, and forgets who is erased."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from services.notifications.letters import use_cases as letters
from services.notifications.mailbox import use_cases as mailbox
from services.notifications.recipients import use_cases
from services.notifications.recipients.models import organizations, people, templates
from services.notifications.recipients.rules import NO_DAY
from shared.contracts.directory import (
    HireCancelled,
    OrganizationRecord,
    PersonRecord,
    PlacementsChanged,
    WorkerDeparted,
    WorkerHired,
)
from shared.contracts.trainings import TemplateRecord
from shared.messaging.router import EventRouter, Received, Subscription
from shared.messaging.unit_of_work import UnitOfWork

handlers = EventRouter()


@handlers.on(WorkerHired)
async def remember_employment(events: Sequence[Received[WorkerHired]], uow: UnitOfWork) -> None:
    use_cases.remember(events, uow)
    letters.wake(uow, {event.body.employment_id for event in events})


@handlers.on(PlacementsChanged)
async def remember_placements(
    events: Sequence[Received[PlacementsChanged]], uow: UnitOfWork
) -> None:
    use_cases.remember_placements(events, uow)


@handlers.on(WorkerDeparted)
async def remember_last_day(events: Sequence[Received[WorkerDeparted]], uow: UnitOfWork) -> None:
    last_days = {(e.tenant, e.body.employment_id): e.body.last_day for e in events}
    await use_cases.remember_last_days(last_days, uow)


@handlers.on(HireCancelled)
async def remember_cancellation(events: Sequence[Received[HireCancelled]], uow: UnitOfWork) -> None:
    last_days = {(event.tenant, event.body.employment_id): NO_DAY for event in events}
    await use_cases.remember_last_days(last_days, uow)


def _and_then(copy: Subscription) -> Subscription:
    async def run(states: Sequence[Any], uow: UnitOfWork) -> None:
        await copy.run(states, uow)
        arrived = {UUID(message.key) for message, record in states if record is not None}
        erased = {UUID(message.key) for message, record in states if record is None}
        if arrived:
            letters.wake(uow, arrived)
        if erased:
            await letters.withdraw(uow, erased)
            await mailbox.forget(uow, erased)
            await use_cases.forget(uow, erased)

    return replace(copy, run=run)


_copies = EventRouter()
_copies.keep_copy(PersonRecord, people)
_copies.keep_copy(OrganizationRecord, organizations)
_copies.keep_copy(TemplateRecord, templates)
handlers.subscriptions.extend(map(_and_then, _copies.subscriptions))
