"""Who waits for the office."""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.trainings.models import Gathering, Registration
from services.trainings.registrations import queries as registrations
from services.trainings.registrations.values import Participant
from services.trainings.seats import queries as seats
from shared.contracts.gatherings import Approval, Place

SHOWN = 50


async def pending(
    session: AsyncSession, row: Gathering, ids: Collection[UUID] | None = None
) -> Sequence[Participant]:
    """The first of them in the order in which they came, or those that are meant."""
    query = select(Registration).where(
        Registration.tenant == row.tenant,
        seats.of(row),
        Registration.place == Place.WAITING,
        Registration.approval == Approval.PENDING,
    )
    if ids is not None:
        query = query.where(Registration.id.in_(ids))
    ordered = query.order_by(Registration.waiting_since, Registration.id)
    rows = await session.scalars(ordered.limit(SHOWN) if ids is None else ordered)
    return await registrations.participants(session, row, rows.all())
