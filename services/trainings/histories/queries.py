"""Everything that one person took part in, in a few statements however much that is."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.trainings.attendance import queries as attendance
from services.trainings.certificates import queries as certificates
from services.trainings.externals import queries as externals
from services.trainings.histories import rules
from services.trainings.histories.values import Part, Seat
from services.trainings.models import Gathering, GatheringDate, Person, Registration
from shared.contracts.gatherings import GatheringState, Place
from shared.database.paging import KeysetRequest

MOST_ELSEWHERE = KeysetRequest(size=500)


async def person(session: AsyncSession, tenant: str, person_id: UUID) -> Person:
    """Raises ``NoResultFound``."""
    mine = (Person.tenant == tenant, Person.person_id == person_id)
    return (await session.scalars(select(Person).where(*mine))).one()


async def parts(session: AsyncSession, tenant: str, person_id: UUID, now: datetime) -> list[Part]:
    """What is over, the newest first."""
    theirs = (Registration.tenant == tenant, Registration.person_id == person_id)
    seen = await attendance.seen(session, tenant, *theirs)
    there = {each.gathering_id for each in seen}
    query = (
        select(
            Registration.id,
            Gathering.id,
            Gathering.title,
            Gathering.kind,
            func.max(GatheringDate.day),
            func.sum(GatheringDate.units),
        )
        .join(Gathering, Gathering.id == Registration.gathering_id)
        .join(GatheringDate, GatheringDate.gathering_id == Gathering.id)
        .where(
            *theirs,
            or_(Registration.place == Place.CONFIRMED, Gathering.id.in_(there)),
            Gathering.state != GatheringState.CANCELLED,
            Gathering.ends_at <= now,
            GatheringDate.cancelled.is_(False),
        )
        .group_by(Registration.id, Gathering.id)
        .order_by(Registration.place == Place.CONFIRMED, Registration.submitted_at)
    )
    rows = [Seat(*row) for row in (await session.execute(query)).all()]
    seats = {each.gathering_id: each for each in rows}
    certified = await certificates.of_person(session, tenant, person_id)
    elsewhere = await externals.of_person(session, tenant, person_id, MOST_ELSEWHERE)
    return rules.parts([*seats.values()], seen, certified, elsewhere.items)
