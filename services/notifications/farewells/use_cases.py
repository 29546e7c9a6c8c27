"""Keeps an address sealed until its owner is erased everywhere, for one last mail."""

from collections.abc import Collection
from datetime import timedelta
from uuid import UUID, uuid5

from services.notifications.codes import use_cases as codes
from services.notifications.codes.values import ERASED
from services.notifications.recipients.use_cases import addresses_of
from shared.messaging.unit_of_work import UnitOfWork

WAITS = timedelta(days=1)
"""For services that are down; after it they are told that one is still to follow."""
KEPT = timedelta(days=2)


async def owe(uow: UnitOfWork, request_id: UUID, persons: Collection[UUID]) -> None:
    """Before their copies go; to none who has no address."""
    known = await addresses_of(uow, persons)
    address = next((known[each] for each in persons if known.get(each)), None)
    if address is None:
        return
    await codes.owe(uow, _farewell(request_id), address, uow.now + WAITS, KEPT)


async def complete(uow: UnitOfWork, request_ids: Collection[UUID]) -> None:
    """Every service has answered: it may go out."""
    await codes.hasten(uow, [_farewell(each) for each in request_ids], ERASED)


def _farewell(request_id: UUID) -> UUID:
    return uuid5(request_id, "farewell")
