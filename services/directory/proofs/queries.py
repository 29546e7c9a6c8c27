"""What somebody can prove themselves with."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.directory.accounts.queries import addresses_of
from services.directory.factors.queries import set_up_of
from services.directory.factors.values import SetUp, Vault
from services.directory.proofs.rules import way_of
from services.directory.proofs.values import Way
from services.directory.sessions.queries import is_fresh, proven_at
from shared.settings import Settings
from shared.web.sessions.person import SignedIn


@dataclass(frozen=True, slots=True)
class Means:
    """``address`` is where a code would go; empty if they have none."""

    fresh: bool
    way: Way
    known: SetUp
    address: str


async def means_of(
    session: AsyncSession, settings: Settings, someone: SignedIn, now: datetime
) -> Means:
    """How somebody is to prove who they are, and whether they just did."""
    known = await set_up_of(session, someone.person_id)
    found = (await addresses_of(session, [someone.person_id])).get(someone.person_id)
    address = found.address if found else ""
    way = way_of(
        someone.method,
        provider=bool(settings.oidc_issuer),
        second_step=known.is_any,
        address=bool(address),
    )
    fresh = await is_fresh(session, someone.session_id, now)
    return Means(fresh, way, known, address)


async def challenge_of(session: AsyncSession, vault: Vault, session_id: UUID) -> bytes:
    """What a passkey signs for this sign-in; another one after each proof."""
    at = await proven_at(session, session_id)
    return vault.challenge_of(session_id, int(at.timestamp()) if at else 0)
