"""Decides about several, in the order in which they came."""

from collections.abc import Collection
from uuid import UUID

from services.trainings.alike import use_cases as alike
from services.trainings.approvals import queries
from services.trainings.registrations import use_cases as registrations
from shared.messaging.unit_of_work import UnitOfWork
from shared.web.sessions.person import Me


async def approve(uow: UnitOfWork, me: Me, gathering_id: UUID, chosen: Collection[UUID]) -> int:
    """How many were still to be decided; the others stay as they are. Raises ``Problem``."""
    row = await alike.hold(uow, me.tenant, gathering_id)
    found = await queries.pending(uow.session, row, chosen)
    for each in found:
        await registrations.approve(uow, me, each.id)
    return len(found)


async def reject(
    uow: UnitOfWork, me: Me, gathering_id: UUID, chosen: Collection[UUID], reason: str
) -> int:
    """The same with the reason."""
    row = await alike.hold(uow, me.tenant, gathering_id)
    found = await queries.pending(uow.session, row, chosen)
    for each in found:
        await registrations.reject(uow, me, each.id, reason)
    return len(found)
