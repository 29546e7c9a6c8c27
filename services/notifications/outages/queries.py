"""Whether delivery stands still."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.notifications.delivery.values import PauseCause
from services.notifications.outages.models import Paused
from services.notifications.outages.values import FORGOTTEN_AFTER, Pause


async def current(session: AsyncSession, now: datetime) -> Pause | None:
    """The pause that has lasted longest, of any instance."""
    alive = Paused.next_try_at >= now - FORGOTTEN_AFTER
    found = await session.scalar(select(Paused).where(alive).order_by(Paused.since).limit(1))
    return Pause(PauseCause(found.cause), found.since, found.next_try_at) if found else None
