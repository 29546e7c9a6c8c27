"""For what workers can register next."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.trainings.models import Gathering
from services.trainings.renewals.values import Renewing
from services.trainings.values import Audience
from shared.clock import local_date
from shared.contracts.gatherings import GatheringState

_OPEN_TO_ALL = (Audience.EVERYBODY, Audience.PUBLIC, Audience.WORKERS)
_MANY = 200


async def renewing(session: AsyncSession, tenant: str, now: datetime) -> Sequence[Renewing]:
    """In the order in which they begin."""
    last = Gathering.register_until
    query = (
        select(Gathering.id, Gathering.kind, Gathering.starts_at)
        .where(
            Gathering.tenant == tenant,
            Gathering.state == GatheringState.OPEN,
            Gathering.audience.in_(_OPEN_TO_ALL),
            Gathering.starts_at > now,
            or_(last.is_(None), last >= local_date(now)),
        )
        .order_by(Gathering.starts_at, Gathering.id)
        .limit(_MANY)
    )
    rows = (await session.execute(query)).all()
    return [Renewing(key, kind, local_date(begins)) for key, kind, begins in rows if begins]
