"""Events in."""

from collections.abc import Sequence

from services.dashboard.merges import use_cases
from shared.contracts.merging import PersonMerged, PersonMergeUndone
from shared.messaging.router import EventRouter, Received
from shared.messaging.unit_of_work import UnitOfWork

handlers = EventRouter()


@handlers.on(PersonMerged)
async def note_merged_person(events: Sequence[Received[PersonMerged]], uow: UnitOfWork) -> None:
    await use_cases.note(uow, events)


@handlers.on(PersonMergeUndone)
async def forget_merged_person(
    events: Sequence[Received[PersonMergeUndone]], uow: UnitOfWork
) -> None:
    await use_cases.forget(uow, events)
