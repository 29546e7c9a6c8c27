"""What is read of requests for codes."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.directory.codes.models import CodeRequest


async def refused_since(session: AsyncSession, moment: datetime) -> int:
    """How many codes were wrong."""
    wrong = func.coalesce(func.sum(CodeRequest.attempts), 0) - func.count(CodeRequest.used_at)
    query = select(wrong).where(CodeRequest.created_at > moment)
    return int((await session.execute(query)).scalar_one())
