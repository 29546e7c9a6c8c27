"""Events in."""

from collections.abc import Sequence

from services.trainings.tasks import use_cases
from shared.contracts.directory import EntryChosen
from shared.messaging.router import EventRouter, Received
from shared.messaging.unit_of_work import UnitOfWork

handlers = EventRouter()


@handlers.on(EntryChosen)
async def complete_entry_task(chosen: Sequence[Received[EntryChosen]], uow: UnitOfWork) -> None:
    await use_cases.complete_chosen(uow, chosen)
