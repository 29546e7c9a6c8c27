"""What somebody holds or waits for while a gathering is held."""

from uuid import UUID

from sqlalchemy import String, Uuid, and_, bindparam, exists, false, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.trainings.gatherings.values import Slot
from services.trainings.models import gathering_dates, gatherings, registrations
from services.trainings.overlaps.values import OVERLAPS, Overlap
from services.trainings.values import GONE
from shared.contracts.gatherings import GatheringState
from shared.web.problem import Problem

SHOWN = 5
_MINE = gatherings.alias("mine")
_ALIKE = exists().where(
    _MINE.c.id == bindparam("gathering_id", type_=Uuid), _MINE.c.alike_id == gatherings.c.alike_id
)
"""Of what stands in for it they keep only one seat."""
_THIS, _OTHER = gathering_dates.alias("this"), gathering_dates.alias("other")
_CROSSING = and_(
    _THIS.c.gathering_id == bindparam("gathering_id", type_=Uuid),
    _THIS.c.cancelled == false(),
    _THIS.c.starts_at < _OTHER.c.ends_at,
    _THIS.c.ends_at > _OTHER.c.starts_at,
)
_FOUND = (
    select(
        registrations.c.gathering_id,
        gatherings.c.title,
        _OTHER.c.day,
        _OTHER.c.starts,
        _OTHER.c.ends,
    )
    .select_from(registrations)
    .join(gatherings, gatherings.c.id == registrations.c.gathering_id)
    .join(_OTHER, _OTHER.c.gathering_id == registrations.c.gathering_id)
    .where(
        registrations.c.tenant == bindparam("tenant", type_=String),
        registrations.c.person_id == bindparam("person_id", type_=Uuid),
        registrations.c.gathering_id != bindparam("gathering_id", type_=Uuid),
        registrations.c.place.not_in([each.value for each in GONE]),
        gatherings.c.state != GatheringState.CANCELLED.value,
        _OTHER.c.cancelled == false(),
        ~_ALIKE,
        select(_THIS.c.id).where(_CROSSING).exists(),
    )
    .order_by(_OTHER.c.starts_at, _OTHER.c.id)
    .limit(SHOWN)
)


SOME = _FOUND.order_by(None).limit(None).exists()
"""Whether there is any, for a statement with the same parameters."""


async def of(
    session: AsyncSession, tenant: str, person_id: UUID, gathering_id: UUID
) -> list[Overlap]:
    """By date and time, so that several days block nothing between them."""
    given = {"tenant": tenant, "person_id": person_id, "gathering_id": gathering_id}
    rows = await session.execute(_FOUND, given)
    return [
        Overlap(each.gathering_id, each.title, Slot(each.day, each.starts, each.ends))
        for each in rows
    ]


async def refuse(session: AsyncSession, tenant: str, person_id: UUID, gathering_id: UUID) -> None:
    """Raise ``Problem`` for who has not said that they know."""
    if await of(session, tenant, person_id, gathering_id):
        raise Problem(409, OVERLAPS, "They are registered for something else at that time")
