"""Whether delivery stands still."""

from datetime import datetime

from sqlalchemy import bindparam, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.notifications.outages.models import Paused
from services.notifications.outages.values import FORGOTTEN_AFTER, Pause
from services.notifications.sending.values import PauseCause
from shared.database.counts import later
from shared.database.types import Moment

_LONGEST = (
    select(Paused).where(Paused.next_try_at >= bindparam("after")).order_by(Paused.since).limit(1)
)
STANDING = select(func.count()).where(Paused.next_try_at >= later("after", Moment()))
"""How many instances pause and were heard of ``after``."""


async def current(session: AsyncSession, now: datetime) -> Pause | None:
    """The pause that has lasted longest, of any instance."""
    found = await session.scalar(_LONGEST, {"after": now - FORGOTTEN_AFTER})
    return Pause(PauseCause(found.cause), found.since, found.next_try_at) if found else None
