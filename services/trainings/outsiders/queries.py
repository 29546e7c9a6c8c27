"""Whose a link is, and all the ids that they have."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.trainings.guests import queries as guests
from services.trainings.registrations import queries as registrations
from shared.web.outsiders import Opened


async def by_guest_link(session: AsyncSession, guest_id: UUID) -> Opened | None:
    """None for who is forgotten."""
    found = await guests.by_link(session, guest_id)
    return await _whole(session, found.tenant, found.id) if found else None


async def by_registration_link(session: AsyncSession, registration_id: UUID) -> Opened | None:
    """None for who is no guest."""
    entry = await registrations.by_link(session, registration_id)
    if entry is None or not await guests.known(session, entry.tenant, [entry.person_id]):
        return None
    return await _whole(session, entry.tenant, entry.person_id)


async def _whole(session: AsyncSession, tenant: str, guest_id: UUID) -> Opened:
    return Opened(tenant, guest_id, await guests.at_same_address(session, tenant, guest_id))
