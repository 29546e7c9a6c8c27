"""How many there were."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import bindparam, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.directory.refusals.models import refusals
from services.directory.refusals.values import Proof

A_DAY = timedelta(days=1)
_SINCE = (
    select(refusals.c.kind, func.sum(refusals.c.number))
    .where(refusals.c.hour > bindparam("after"))
    .group_by(refusals.c.kind)
)


async def of_last_day(session: AsyncSession, now: datetime) -> Mapping[Proof, int]:
    """By what was wrong, in whole hours."""
    rows = await session.execute(_SINCE, {"after": now - A_DAY})
    return {Proof(kind): int(number) for kind, number in rows}
