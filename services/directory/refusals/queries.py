"""How many there were."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.directory.refusals.models import refusals
from services.directory.refusals.values import Proof

A_DAY = timedelta(days=1)


async def of_last_day(session: AsyncSession, now: datetime) -> Mapping[Proof, int]:
    """By what was wrong, in whole hours."""
    recent = refusals.c.hour > now - A_DAY
    query = select(refusals.c.kind, func.sum(refusals.c.number)).where(recent)
    rows = await session.execute(query.group_by(refusals.c.kind))
    return {Proof(kind): int(number) for kind, number in rows}
