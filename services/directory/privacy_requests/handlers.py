"""What the services answer comes in."""

from collections.abc import Sequence
from typing import Any

from services.directory.privacy_requests import use_cases
from shared.contracts.privacy import (
    DashboardReceipt,
    NotificationsReceipt,
    SurveysReceipt,
    TrainingsReceipt,
)
from shared.messaging.router import EventRouter, Received
from shared.messaging.unit_of_work import UnitOfWork

handlers = EventRouter()


@handlers.on_any([TrainingsReceipt, SurveysReceipt, NotificationsReceipt, DashboardReceipt])
async def note_receipts(receipts: Sequence[Received[Any]], uow: UnitOfWork) -> None:
    await use_cases.note(uow, receipts)
