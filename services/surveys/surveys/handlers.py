"""People who turn out to be one."""

from collections.abc import Sequence

from services.surveys.surveys import use_cases
from shared.contracts.merging import PersonMerged
from shared.messaging.router import EventRouter, Received
from shared.messaging.unit_of_work import UnitOfWork

handlers = EventRouter()


@handlers.on(PersonMerged)
async def ask_merged_person_once(events: Sequence[Received[PersonMerged]], uow: UnitOfWork) -> None:
    await use_cases.ask_once(uow, events)
