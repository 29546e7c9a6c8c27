"""Gatherings that are over and asked about."""

from collections.abc import Sequence

from services.surveys.feedback import use_cases
from services.surveys.feedback.models import gatherings
from shared.contracts.feedback import FeedbackOpened
from shared.contracts.gatherings import GatheringRecord
from shared.messaging.router import EventRouter, Received
from shared.messaging.unit_of_work import UnitOfWork

handlers = EventRouter()
handlers.keep_copy(GatheringRecord, gatherings)


@handlers.on(FeedbackOpened)
async def ask_about_gathering(events: Sequence[Received[FeedbackOpened]], uow: UnitOfWork) -> None:
    await use_cases.note(uow, events)
