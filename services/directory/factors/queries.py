"""What is read of second factors."""

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.directory.accounts.queries import grants_of
from services.directory.factors.models import RecoveryCode, SecondFactor, WaitingSignIn
from services.directory.factors.rules import VALID
from services.directory.factors.values import SetUp
from services.directory.passkeys.queries import of_person
from shared.web.sessions.cookies import digest_of


async def set_up_of(session: AsyncSession, person_id: UUID) -> SetUp:
    """What somebody has for their second step."""
    app = await session.get(SecondFactor, person_id)
    mine = RecoveryCode.person_id == person_id
    counts = select(func.count(), func.count(RecoveryCode.used_at)).where(mine)
    codes, used = (await session.execute(counts)).one()
    passkeys = await of_person(session, person_id)
    return SetUp(app.since if app else None, passkeys, codes - used, used)


async def waiting(session: AsyncSession, now: datetime, secret: str) -> WaitingSignIn | None:
    """The browser's; None if it is used or too old."""
    found = await session.get(WaitingSignIn, digest_of(secret))
    if found is None or found.used_at is not None or found.created_at + VALID <= now:
        return None
    return found


async def whose_waits(session: AsyncSession, secret: str) -> UUID | None:
    """Whose sign-in waits in the browser, however old; its row is not loaded."""
    query = select(WaitingSignIn.person_id).where(WaitingSignIn.browser_hash == digest_of(secret))
    return (await session.execute(query)).scalar()


async def is_needed(
    session: AsyncSession, person_id: UUID, roles: Collection[str], day: date
) -> bool:
    """Whether the code alone is not enough: for a role of theirs, or since they set it up."""
    if (await set_up_of(session, person_id)).is_any:
        return True
    return await is_demanded(session, person_id, roles, day)


async def is_demanded(
    session: AsyncSession, person_id: UUID, roles: Collection[str], day: date
) -> bool:
    """Whether one of their roles may not be without."""
    given = await grants_of(session, person_id)
    return any(each.role in roles and each.holds_on(day) for each in given)
