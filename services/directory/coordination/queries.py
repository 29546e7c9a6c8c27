"""The hours of coordination at a moment, and how they came about."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.directory.coordination.models import CoordinationVersion

MOST = 50


async def history(session: AsyncSession, tenant: str) -> Sequence[CoordinationVersion]:
    """What was said, the latest first."""
    query = select(CoordinationVersion).where(CoordinationVersion.tenant == tenant)
    latest = (CoordinationVersion.recorded_at.desc(), CoordinationVersion.id.desc())
    return (await session.scalars(query.order_by(*latest).limit(MOST))).all()


async def hours_at(session: AsyncSession, tenant: str, at: datetime) -> Decimal | None:
    """As known at that moment; None where nobody had said it."""
    query = select(CoordinationVersion.hours).where(
        CoordinationVersion.tenant == tenant, CoordinationVersion.recorded_at <= at
    )
    latest = (CoordinationVersion.recorded_at.desc(), CoordinationVersion.id.desc())
    found: Decimal | None = await session.scalar(query.order_by(*latest).limit(1))
    return found
