"""Which date somebody's calendar does not come to."""

from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.trainings.calendar_declines.models import CalendarDecline
from services.trainings.calendar_declines.values import Proposal
from services.trainings.models import Gathering, GatheringDate, Registration
from services.trainings.people import queries as people
from shared.contracts.gatherings import Place

_STILL = and_(
    CalendarDecline.tenant == Registration.tenant,
    CalendarDecline.registration_id == Registration.id,
    CalendarDecline.sequence == Registration.sequence,
    CalendarDecline.date_id == GatheringDate.id,
    GatheringDate.cancelled.is_(False),
)
"""What was changed or called off since is asked no more."""


def some(registration_id: ColumnElement[UUID]) -> ColumnElement[bool]:
    """Whether there ever was any, as a condition of a statement about registrations."""
    return exists().where(CalendarDecline.registration_id == registration_id)


async def declined(session: AsyncSession, entry: Registration) -> GatheringDate | None:
    """None where nothing is to be asked."""
    query = select(GatheringDate).where(
        _STILL,
        GatheringDate.tenant == entry.tenant,
        GatheringDate.gathering_id == entry.gathering_id,
        Registration.id == entry.id,
    )
    return (await session.scalars(query)).one_or_none()


async def proposed(session: AsyncSession, row: Gathering) -> list[Proposal]:
    """Who has a seat although their calendar does not come, and has not said what they mean."""
    query = select(Registration, GatheringDate.day).where(
        _STILL,
        GatheringDate.tenant == row.tenant,
        GatheringDate.gathering_id == row.id,
        Registration.tenant == row.tenant,
        Registration.gathering_id == row.id,
        Registration.place == Place.CONFIRMED,
    )
    query = query.order_by(CalendarDecline.declined_at, Registration.id)
    found = (await session.execute(query)).all()
    names = await people.names_of(session, row.tenant, [each.person_id for each, _ in found])
    return [Proposal(each.id, names.get(each.person_id, people.NOBODY), day) for each, day in found]
