"""Facts of which endpoints may be told, in the order in which they happened."""

from collections.abc import Sequence
from typing import Any

from services.notifications.attempts import use_cases
from services.notifications.attempts.rules import FACTS
from shared.messaging.router import EventRouter, Received
from shared.messaging.unit_of_work import BulkUnitOfWork

handlers = EventRouter()


@handlers.on_any(FACTS)
async def tell_endpoints(events: Sequence[Received[Any]], uow: BulkUnitOfWork) -> None:
    """One handler for all of them: numbers about a subject must not depend on what it is."""
    await use_cases.queue(uow, events)
