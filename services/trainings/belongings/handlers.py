"""Placements that change."""

from collections.abc import Sequence

from services.trainings.belongings import use_cases
from shared.contracts.directory import PlacementsChanged
from shared.messaging.router import EventRouter, Received
from shared.messaging.unit_of_work import BulkUnitOfWork

handlers = EventRouter()


@handlers.on(PlacementsChanged)
async def note_school_types(
    changes: Sequence[Received[PlacementsChanged]], uow: BulkUnitOfWork
) -> None:
    use_cases.note(uow, changes)
