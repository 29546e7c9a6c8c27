"""The programme of workshops as somebody sees it, with what they have of it."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.trainings.models import Registration
from services.trainings.workshop_choices.values import Chosen
from services.trainings.workshop_seats import queries as seats
from services.trainings.workshop_seats.values import Own
from services.trainings.workshops import queries as workshops
from services.trainings.workshops.values import Session
from shared.contracts.gatherings import Place


async def offered(session: AsyncSession, tenant: str, gathering_id: UUID) -> Sequence[Session]:
    """Times that take place, and at which something runs."""
    found = await workshops.programme(session, tenant, gathering_id)
    return [each for each in found if each.workshops and not each.cancelled]


async def chosen(
    session: AsyncSession, tenant: str, gathering_id: UUID, mine: Registration | None
) -> Sequence[Chosen]:
    """All times, with what somebody has who has a seat in the gathering."""
    times = await offered(session, tenant, gathering_id)
    seated = mine is not None and mine.place is Place.CONFIRMED
    own: Mapping[UUID, Own] = {}
    if mine is not None and seated and times:
        own = await seats.own(session, tenant, mine.id, [each.id for each in times])
    return [_chosen(each, own.get(each.id, Own())) for each in times]


def _chosen(at: Session, own: Own) -> Chosen:
    known = {each.id: each for each in at.workshops}
    places = own.waiting or {}
    return Chosen(
        at,
        [known[each] for each in own.wanted],
        known[own.seat] if own.seat else None,
        [(known[each].title, places[each]) for each in own.wanted if each in places],
    )
