"""How many have promised to come."""

from sqlalchemy import ScalarSelect, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.trainings.models import Gathering, Registration
from services.trainings.promises.models import SeatPromise
from shared.contracts.gatherings import Place


def number_of(row: Gathering) -> ScalarSelect[int]:
    """Of those who have a seat, as it stands now; for who asks it together with others."""
    query = (
        select(func.count())
        .select_from(SeatPromise)
        .join(Registration, Registration.id == SeatPromise.registration_id)
        .where(
            Registration.tenant == row.tenant,
            Registration.gathering_id == row.id,
            Registration.place == Place.CONFIRMED,
            SeatPromise.tenant == row.tenant,
            SeatPromise.sequence == Registration.sequence,
        )
    )
    return query.scalar_subquery()


async def is_made(session: AsyncSession, entry: Registration) -> bool:
    """Whether somebody has promised to come as it is planned now."""
    mine = (SeatPromise.tenant == entry.tenant, SeatPromise.registration_id == entry.id)
    query = select(SeatPromise.sequence).where(*mine)
    return await session.scalar(query) == entry.sequence
