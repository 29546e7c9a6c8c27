"""What is read of second factors."""

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.directory.accounts.queries import grants_of
from services.directory.factors.models import RecoveryCode, SecondFactor, WaitingSignIn
from services.directory.factors.rules import VALID
from shared.web.sessions.cookies import digest_of


async def factor_of(session: AsyncSession, person_id: UUID) -> SecondFactor | None:
    return await session.get(SecondFactor, person_id)


async def waiting(session: AsyncSession, now: datetime, secret: str) -> WaitingSignIn | None:
    """The browser's; None if it is used or too old."""
    found = await session.get(WaitingSignIn, digest_of(secret))
    if found is None or found.used_at is not None or found.created_at + VALID <= now:
        return None
    return found


async def recovery_codes_left(session: AsyncSession, person_id: UUID) -> int:
    query = select(func.count()).where(RecoveryCode.person_id == person_id)
    return (await session.execute(query)).scalar_one()


async def is_needed(
    session: AsyncSession, person_id: UUID, roles: Collection[str], day: date
) -> bool:
    """Whether the code alone is not enough: for a role of theirs, or since they set it up."""
    if await factor_of(session, person_id) is not None:
        return True
    given = await grants_of(session, person_id)
    return any(each.role in roles and each.holds_on(day) for each in given)
