"""That every service has erased somebody comes in."""

from collections.abc import Sequence

from services.notifications.farewells import use_cases
from shared.contracts.privacy import PrivacyKind, PrivacySettled
from shared.messaging.router import EventRouter, Received
from shared.messaging.unit_of_work import UnitOfWork

handlers = EventRouter()


@handlers.on(PrivacySettled)
async def say_farewell(events: Sequence[Received[PrivacySettled]], uow: UnitOfWork) -> None:
    erased = [each.body.request_id for each in events if each.body.kind is PrivacyKind.ERASURE]
    await use_cases.complete(uow, erased)
