"""Events in."""

from collections.abc import Sequence

from services.notifications.merges import use_cases
from shared.contracts.merging import PersonMerged, PersonMergeUndone
from shared.messaging.router import EventRouter, Received
from shared.messaging.unit_of_work import UnitOfWork

handlers = EventRouter()


@handlers.on(PersonMerged)
async def follow_merged_person(events: Sequence[Received[PersonMerged]], uow: UnitOfWork) -> None:
    await use_cases.follow(uow, events)


@handlers.on(PersonMergeUndone)
async def part_from_merged_person(
    events: Sequence[Received[PersonMergeUndone]], uow: UnitOfWork
) -> None:
    await use_cases.go_back(uow, events)
