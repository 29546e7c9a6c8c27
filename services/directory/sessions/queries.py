"""What is read of sign-ins."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.directory.sessions.models import SignIn
from shared.contracts.accounts import SignInMethod
from shared.web.sessions.models import sessions

FRESH = timedelta(minutes=10)
"""Since somebody proved who they are: what may be changed that lets others in."""


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


async def proven_at(session: AsyncSession, session_id: UUID) -> datetime | None:
    """When the holder of a sign-in last proved who they are; None if it has ended."""
    last = func.coalesce(SignIn.proven_at, sessions.c.started_at, type_=sessions.c.started_at.type)
    query = select(last).select_from(sessions)
    query = query.join(SignIn, SignIn.session_id == sessions.c.session_id, isouter=True)
    found: datetime | None = await session.scalar(query.where(sessions.c.session_id == session_id))
    return found


async def is_fresh(session: AsyncSession, session_id: UUID, now: datetime) -> bool:
    """Whether that was only a moment ago."""
    at = await proven_at(session, session_id)
    return at is not None and now < at + FRESH


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
