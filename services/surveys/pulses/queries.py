"""When somebody is asked next."""

from collections.abc import Mapping
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.surveys.pulses.models import pulses
from services.surveys.pulses.rules import PulseState
from shared.contracts.surveys import Occasion


async def next_days(session: AsyncSession, tenant: str, today: date) -> Mapping[Occasion, date]:
    """Of each occasion the first day on which it asks; not whom."""
    coming = (pulses.c.state == PulseState.PLANNED, pulses.c.due_on >= today)
    query = select(pulses.c.occasion, func.min(pulses.c.due_on)).where(
        pulses.c.tenant == tenant, *coming
    )
    rows = await session.execute(query.group_by(pulses.c.occasion))
    return {Occasion(occasion): day for occasion, day in rows}
