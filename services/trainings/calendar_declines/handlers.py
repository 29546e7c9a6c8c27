"""Hears of calendars that do not come."""

from collections.abc import Sequence

from services.trainings.calendar_declines import use_cases
from shared.contracts.notifications import CalendarDeclined
from shared.messaging.router import EventRouter, Received
from shared.messaging.unit_of_work import UnitOfWork

handlers = EventRouter()


@handlers.on(CalendarDeclined)
async def propose_to_withdraw(
    events: Sequence[Received[CalendarDeclined]], uow: UnitOfWork
) -> None:
    await use_cases.propose(uow, events)
