"""What belongs to one series."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.trainings.models import Gathering
from services.trainings.series.values import Sibling
from shared.contracts.gatherings import GatheringState


async def siblings(
    session: AsyncSession, row: Gathering, *, drafts: bool = False
) -> Sequence[Sibling]:
    """The others in their order; of drafts only the office knows."""
    if row.series_id is None:
        return []
    query = select(Gathering.id, Gathering.title, Gathering.starts_at, Gathering.state).where(
        Gathering.tenant == row.tenant, Gathering.series_id == row.series_id, Gathering.id != row.id
    )
    if not drafts:
        query = query.where(Gathering.state != GatheringState.DRAFT)
    found = await session.execute(query.order_by(Gathering.starts_at, Gathering.id))
    return [Sibling(*each) for each in found]


async def to_call_off(session: AsyncSession, row: Gathering, now: datetime) -> Sequence[UUID]:
    """It and what follows, as far as people know of it and it has not begun; none of no series."""
    if row.series_id is None or row.starts_at is None:
        return []
    known = Gathering.state.in_([GatheringState.OPEN, GatheringState.CLOSED])
    query = (
        select(Gathering.id)
        .where(Gathering.tenant == row.tenant, Gathering.series_id == row.series_id, known)
        .where(Gathering.starts_at >= row.starts_at, Gathering.starts_at > now)
    )
    return (await session.scalars(query.order_by(Gathering.starts_at, Gathering.id))).all()
