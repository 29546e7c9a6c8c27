"""Under which other ids a story goes on."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.dashboard.merges.models import merged_people
from shared.database.lists import in_list


async def survivors_of(session: AsyncSession, municipality: str, keys: Collection[str]) -> set[str]:
    """Who stands for some of these people; "" is anywhere."""
    ids = [UUID(each) for each in keys]
    query = select(merged_people.c.survivor_id).where(in_list(merged_people.c.merged_id, "ids"))
    if municipality:
        query = query.where(merged_people.c.tenant == municipality)
    return {str(each) for each in await session.scalars(query, {"ids": ids})}
