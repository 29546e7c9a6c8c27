"""Who comes, as far as they agreed to be named."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.trainings.models import Gathering, Registration
from services.trainings.registrations.queries import participants
from services.trainings.registrations.values import Participant
from services.trainings.shared_lists.models import ListConsent
from shared.contracts.gatherings import Place
from shared.database.paging import KeysetRequest, Page, attribute, computed

SHOWN = timedelta(days=30)
"""After the end the list is gone."""
COLUMNS = (attribute("name", "Name"), attribute("carrier", "Anstellungsträger"))


async def page_of(
    session: AsyncSession, row: Gathering, wanted: KeysetRequest
) -> Page[Participant]:
    """By name; nobody who waits, and nobody who has not agreed."""
    query = (
        select(Registration)
        .join(ListConsent, ListConsent.registration_id == Registration.id)
        .where(
            Registration.tenant == row.tenant,
            Registration.gathering_id == row.id,
            Registration.place == Place.CONFIRMED,
        )
    )
    found = await participants(session, row, (await session.scalars(query)).all())
    by_name = sorted(found, key=lambda each: each.name.rpartition(" ")[2].casefold())
    return computed(by_name, wanted, COLUMNS)


async def agrees(session: AsyncSession, tenant: str, registration_id: UUID) -> bool:
    """Whether somebody is named."""
    query = select(ListConsent.registration_id).where(
        ListConsent.tenant == tenant, ListConsent.registration_id == registration_id
    )
    return (await session.scalar(query)) is not None


def is_gone(row: Gathering, now: datetime) -> bool:
    """Whether nobody may read it any more."""
    return row.ends_at is not None and row.ends_at <= now - SHOWN
