"""Events in: a topic was answered."""

from collections.abc import Sequence

from services.notifications.topics import use_cases
from shared.contracts.topics import TopicAnswered
from shared.messaging.router import EventRouter, Received
from shared.messaging.unit_of_work import UnitOfWork

handlers = EventRouter()


@handlers.on(TopicAnswered)
async def keep_sealed_answers(events: Sequence[Received[TopicAnswered]], uow: UnitOfWork) -> None:
    await use_cases.keep(uow, events)
