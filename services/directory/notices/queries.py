"""What is read of what people were told."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.directory.notices.models import Notice


async def last_invitation(session: AsyncSession, person_id: UUID) -> datetime | None:
    """When somebody was last told that they are let in, as long as that is kept."""
    theirs = (Notice.person_id == person_id, Notice.invites)
    return (await session.execute(select(func.max(Notice.created_at)).where(*theirs))).scalar()
