"""What somebody is registered for after a day."""

from datetime import date, datetime, time, timedelta
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.trainings.models import Gathering, Registration
from services.trainings.values import GONE
from shared.clock import BERLIN
from shared.contracts.gatherings import GatheringState
from shared.web.sessions.person import Me

ONE_DAY = timedelta(days=1)


async def after(
    session: AsyncSession, me: Me, worker_id: UUID, last_day: date, now: datetime
) -> int:
    """Gatherings that begin on a later day and are still to come, cancelled ones aside."""
    midnight = datetime.combine(min(last_day, date.max - ONE_DAY) + ONE_DAY, time.min, BERLIN)
    query = (
        select(func.count())
        .select_from(Registration)
        .join(Gathering, Gathering.id == Registration.gathering_id)
        .where(
            Registration.tenant == me.tenant,
            Registration.person_id == worker_id,
            Registration.carrier_id == me.organization_id,
            Registration.place.not_in(GONE),
            Gathering.state != GatheringState.CANCELLED,
            Gathering.starts_at >= max(midnight, now),
        )
    )
    return (await session.scalars(query)).one()
