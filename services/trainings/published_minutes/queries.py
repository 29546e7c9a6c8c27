"""Which published minutes somebody may read."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.trainings.minutes import queries as minutes
from services.trainings.registrations import queries as registrations
from shared.contracts.accounts import AccessRole
from shared.contracts.gatherings import Place
from shared.web.sessions.person import Me


async def may_read(session: AsyncSession, me: Me, gathering_id: UUID) -> bool:
    """The office, and whoever has a seat, once they are published."""
    if not await minutes.is_published(session, me.tenant, gathering_id):
        return False
    if me.role is AccessRole.COORDINATOR:
        return True
    entry = await registrations.mine(session, me.tenant, me.person_id, gathering_id)
    return entry is not None and entry.place is Place.CONFIRMED
