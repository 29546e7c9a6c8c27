"""Keeps copies, wakes the letters that wait for one, and forgets who is erased."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from services.notifications.addressees import use_cases
from services.notifications.addressees.models import organizations, people, templates
from services.notifications.letters import use_cases as letters
from services.notifications.mailbox import use_cases as mailbox
from shared.contracts.directory import OrganizationRecord, PersonRecord, WorkerHired
from shared.contracts.trainings import TemplateRecord
from shared.messaging.router import EventRouter, Received, Subscription
from shared.messaging.unit_of_work import UnitOfWork

handlers = EventRouter()


@handlers.on(WorkerHired)
async def remember_employment(events: Sequence[Received[WorkerHired]], uow: UnitOfWork) -> None:
    use_cases.remember(events, uow)
    letters.wake(uow, {event.body.worker_id for event in events})


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
