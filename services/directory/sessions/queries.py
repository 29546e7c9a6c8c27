"""What is read of sign-ins."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.directory.sessions.models import SignIn
from shared.contracts.accounts import SignInMethod
from shared.web.sessions.models import sessions


@dataclass(frozen=True, slots=True)
class Current:
    """A sign-in that has not ended."""

    session_id: UUID
    method: SignInMethod
    browser: str
    started_at: datetime
    ends_at: datetime


async def of_person(session: AsyncSession, person_id: UUID, now: datetime) -> Sequence[Current]:
    """All of a person's, the newest first."""
    query = (
        select(
            sessions.c.session_id,
            sessions.c.method,
            SignIn.browser,
            sessions.c.started_at,
            sessions.c.ends_at,
        )
        .join(SignIn, SignIn.session_id == sessions.c.session_id)
        .where(sessions.c.person_id == person_id, sessions.c.ends_at > now)
        .order_by(sessions.c.started_at.desc(), sessions.c.session_id)
    )
    return [Current(row[0], SignInMethod(row[1]), *row[2:]) for row in await session.execute(query)]


async def at_provider(session: AsyncSession, session_id: UUID) -> tuple[str, str | None] | None:
    """At which issuer a sign-in was made, and the token that says so there; None for others."""
    query = select(SignIn.issuer, SignIn.id_token).where(SignIn.session_id == session_id)
    row = (await session.execute(query)).first()
    return (row.issuer, row.id_token) if row is not None and row.issuer else None


async def of_provider(session: AsyncSession, issuer: str, sid: str) -> Sequence[UUID]:
    """Whose sign-in the provider calls by ``sid``."""
    query = select(sessions.c.person_id).join(SignIn, SignIn.session_id == sessions.c.session_id)
    mine = query.where(SignIn.issuer == issuer, SignIn.idp_sid == sid)
    return (await session.scalars(mine)).all()
