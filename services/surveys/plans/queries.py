"""What begins by itself, and when."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from services.surveys.pauses import queries as pauses
from services.surveys.plans.values import TOLD, Beginning
from services.surveys.pulses import queries as pulses


async def beginnings(session: AsyncSession, tenant: str, today: date) -> Sequence[Beginning]:
    """In the order of somebody's time here."""
    days = await pulses.next_days(session, tenant, today)
    paused = await pauses.of_tenant(session, tenant)
    return [Beginning(each, *told, days.get(each), paused.get(each)) for each, told in TOLD.items()]
