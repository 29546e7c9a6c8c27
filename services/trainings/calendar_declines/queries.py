"""Which date somebody's calendar does not come to."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.trainings.calendar_declines.models import CalendarDecline
from services.trainings.models import GatheringDate, Registration


async def declined(session: AsyncSession, entry: Registration) -> GatheringDate | None:
    """None where nothing is to be asked, and of what was changed or called off since."""
    query = (
        select(GatheringDate)
        .join(CalendarDecline, CalendarDecline.date_id == GatheringDate.id)
        .where(
            GatheringDate.tenant == entry.tenant,
            GatheringDate.gathering_id == entry.gathering_id,
            GatheringDate.cancelled.is_(False),
            CalendarDecline.tenant == entry.tenant,
            CalendarDecline.registration_id == entry.id,
            CalendarDecline.sequence == entry.sequence,
        )
    )
    return (await session.scalars(query)).one_or_none()
