"""What municipalities have decided about their public directories."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.directory.publishing.models import Publication, publications
from services.directory.publishing.values import Published
from shared.database.reach import crossing


async def decided(session: AsyncSession, tenant: str) -> Publication | None:
    """None where nothing was decided yet."""
    return await session.scalar(select(Publication).where(Publication.tenant == tenant))


async def published(session: AsyncSession, tenant: str) -> Published:
    """What holds there."""
    found = await decided(session, tenant)
    return Published(found.offered, found.indexed) if found else Published()


async def indexed_among(session: AsyncSession, served: Collection[str]) -> list[str]:
    """Municipalities whose public directory search engines may take in."""
    query = select(publications.c.tenant).where(
        publications.c.tenant.in_(served), publications.c.offered, publications.c.indexed
    )
    return list(await session.scalars(crossing(query.order_by(publications.c.tenant))))


def withdrawn() -> Select[Any]:
    """Municipalities that have no public directory."""
    return select(publications.c.tenant).where(~publications.c.offered)
