"""What is paused, by municipality."""

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.surveys.pauses.models import pauses
from shared.contracts.surveys import Occasion


async def paused(session: AsyncSession, tenants: Collection[str]) -> set[tuple[str, str]]:
    """Municipalities and occasions, for the clock."""
    query = select(pauses.c.tenant, pauses.c.occasion).where(pauses.c.tenant.in_(tenants))
    return {(row.tenant, row.occasion) for row in await session.execute(query)}


async def of_tenant(session: AsyncSession, tenant: str) -> Mapping[Occasion, datetime]:
    """Since when, for its office."""
    query = select(pauses.c.occasion, pauses.c.since).where(pauses.c.tenant == tenant)
    return {Occasion(row.occasion): row.since for row in await session.execute(query)}
