"""Whether those who watch are still signed in."""

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from shared.web.sessions.models import access, sessions


class Standing(NamedTuple):
    """Until when a sign-in lasts, and the version of what the person may do."""

    ends_at: datetime
    access_version: int


async def standings(
    session: AsyncSession, session_ids: Collection[UUID], now: datetime
) -> dict[UUID, Standing]:
    """Of the sign-ins that have not ended."""
    query = (
        select(sessions.c.session_id, sessions.c.ends_at, access.c.version)
        .join(access, access.c.person_id == sessions.c.person_id)
        .where(sessions.c.session_id.in_(session_ids), sessions.c.ends_at > now)
    )
    rows = await session.execute(query)
    return {row.session_id: Standing(row.ends_at, row.version) for row in rows}
