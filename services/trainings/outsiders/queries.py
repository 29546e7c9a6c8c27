"""Guests by id and by address."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.trainings.guests import queries as guests
from services.trainings.guests.models import Guest
from services.trainings.registrations import queries as registrations
from shared.web.outsiders import MAX, Opened, Outsider, Wanted


async def find(session: AsyncSession, tenant: str, wanted: Wanted) -> Sequence[Outsider]:
    """Those of the municipality, the latest first."""
    meant = or_(Guest.id.in_(wanted.ids), Guest.address.in_(wanted.addresses))
    query = select(Guest).where(Guest.tenant == tenant, meant).order_by(Guest.id.desc()).limit(MAX)
    return [
        Outsider(id=each.id, name=f"{each.given_name} {each.family_name}", address=each.address)
        for each in await session.scalars(query)
    ]


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
