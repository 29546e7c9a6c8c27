"""What is read of passkeys."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.directory.passkeys.models import Passkey, PasskeyChallenge
from services.directory.passkeys.rules import VALID
from services.directory.passkeys.values import Owned


async def of_person(session: AsyncSession, person_id: UUID) -> Sequence[Owned]:
    """All of a person's, the oldest first."""
    query = select(Passkey).where(Passkey.person_id == person_id)
    rows = await session.scalars(query.order_by(Passkey.since, Passkey.id))
    return [Owned(row.id, row.credential_id, row.name, row.since, row.used_at) for row in rows]


async def one_of(session: AsyncSession, person_id: UUID, passkey_id: UUID) -> Owned:
    """Raises ``NoResultFound`` for another's."""
    mine = (Passkey.id == passkey_id, Passkey.person_id == person_id)
    row = (await session.scalars(select(Passkey).where(*mine))).one()
    return Owned(row.id, row.credential_id, row.name, row.since, row.used_at)


async def challenge_of(session: AsyncSession, session_id: UUID, now: datetime) -> bytes | None:
    """What a new passkey has to sign in the browser of this sign-in; None if it did not ask."""
    found = await session.get(PasskeyChallenge, session_id)
    return found.challenge if found is not None and found.created_at + VALID > now else None
