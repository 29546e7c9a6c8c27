"""How many have promised to come."""

from collections.abc import Collection, Mapping
from uuid import UUID

from sqlalchemy import ScalarSelect, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.trainings.models import Gathering, Registration
from services.trainings.promises.models import SeatPromise
from shared.contracts.gatherings import Place

_OF_SEATS = (
    select(func.count())
    .select_from(SeatPromise)
    .join(Registration, Registration.id == SeatPromise.registration_id)
    .where(
        SeatPromise.tenant == Registration.tenant,
        SeatPromise.sequence == Registration.sequence,
        Registration.place == Place.CONFIRMED,
    )
)
"""Of those who have a seat, as it stands now."""


def number_of(row: Gathering) -> ScalarSelect[int]:
    """For who asks it together with others."""
    mine = (Registration.tenant == row.tenant, Registration.gathering_id == row.id)
    return _OF_SEATS.where(*mine).scalar_subquery()


async def numbers_of(
    session: AsyncSession, tenant: str, ids: Collection[UUID]
) -> Mapping[UUID, int]:
    """By gathering; nothing where there are none."""
    theirs = (Registration.tenant == tenant, Registration.gathering_id.in_(ids))
    query = _OF_SEATS.add_columns(Registration.gathering_id).where(*theirs)
    found = await session.execute(query.group_by(Registration.gathering_id))
    return {key: number for number, key in found.all()}


async def is_made(session: AsyncSession, entry: Registration) -> bool:
    """Whether somebody has promised to come as it is planned now."""
    mine = (SeatPromise.tenant == entry.tenant, SeatPromise.registration_id == entry.id)
    query = select(SeatPromise.sequence).where(*mine)
    return await session.scalar(query) == entry.sequence
