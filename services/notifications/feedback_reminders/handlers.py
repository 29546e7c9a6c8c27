"""Who was there has been asked: there will be one reminder."""

from collections.abc import Sequence

from services.notifications.feedback_reminders import use_cases
from shared.contracts.feedback import FeedbackOpened
from shared.messaging.router import EventRouter, Received
from shared.messaging.unit_of_work import UnitOfWork

handlers = EventRouter()


@handlers.on(FeedbackOpened)
async def plan_reminder(events: Sequence[Received[FeedbackOpened]], uow: UnitOfWork) -> None:
    await use_cases.plan(uow, events)
