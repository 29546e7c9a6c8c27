"""Events in: surveys have counted what is needed."""

from collections.abc import Sequence
from uuid import UUID

from services.trainings.proposals import use_cases
from services.trainings.proposals.models import survey_topics
from shared.contracts.surveys import TopicRecord, TopicsCounted
from shared.messaging.router import EventRouter, Received
from shared.messaging.unit_of_work import BulkUnitOfWork, UnitOfWork

handlers = EventRouter()


def look(uow: BulkUnitOfWork, _: set[UUID]) -> None:
    """A topic may have been counted before its title came."""
    uow.notify(use_cases.CHANNEL)


handlers.keep_copy(TopicRecord, survey_topics, arrived=look)


@handlers.on(TopicsCounted)
async def note_counted_topics(events: Sequence[Received[TopicsCounted]], uow: UnitOfWork) -> None:
    await use_cases.note_counts(uow, events)
