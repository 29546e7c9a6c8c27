"""Who begins, changes schools, or leaves."""

from collections.abc import Sequence
from datetime import date

from services.surveys.workplaces import use_cases
from shared.contracts.directory import (
    HireCancelled,
    PlacementsChanged,
    StartCorrected,
    WorkerDeparted,
    WorkerHired,
)
from shared.messaging.router import EventRouter, Received
from shared.messaging.unit_of_work import BulkUnitOfWork, UnitOfWork

handlers = EventRouter()


@handlers.on(WorkerHired)
async def note_workplace(events: Sequence[Received[WorkerHired]], uow: BulkUnitOfWork) -> None:
    use_cases.begin(events, uow)


@handlers.on(PlacementsChanged)
async def note_changed_workplace(
    events: Sequence[Received[PlacementsChanged]], uow: UnitOfWork
) -> None:
    await use_cases.change(uow, events)


@handlers.on(StartCorrected)
async def put_first_day_there_right(
    events: Sequence[Received[StartCorrected]], uow: UnitOfWork
) -> None:
    await use_cases.put_right(uow, {e.body.employment_id: e.body.start_date for e in events})


@handlers.on(WorkerDeparted)
async def note_last_day_there(events: Sequence[Received[WorkerDeparted]], uow: UnitOfWork) -> None:
    await use_cases.end(uow, {e.body.employment_id: e.body.last_day for e in events})


@handlers.on(HireCancelled)
async def note_that_nobody_comes(
    events: Sequence[Received[HireCancelled]], uow: UnitOfWork
) -> None:
    await use_cases.end(uow, {e.body.employment_id: date.min for e in events})
