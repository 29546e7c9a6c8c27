"""The programme of workshops as somebody sees it, with what they have of it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from sqlalchemy.exc import NoResultFound
from sqlalchemy.ext.asyncio import AsyncSession

from services.trainings.models import Gathering, Registration
from services.trainings.workshop_choices import rules
from services.trainings.workshop_choices.values import Asked, Chosen
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


async def filled(
    session: AsyncSession, tenant: str, gathering_id: UUID, mine: Registration | None
) -> Sequence[Chosen]:
    """The same with how full everything is."""
    times = await chosen(session, tenant, gathering_id, mine)
    full = await seats.fullness(session, tenant, [each.at.id for each in times])
    found = workshops.with_fullness([each.at for each in times], full)
    return [replace(each, at=at) for each, at in zip(times, found, strict=True)]


async def asked(session: AsyncSession, mine: Registration, slot_id: UUID) -> Asked:
    """What a form says of one time; raises ``NoResultFound`` for who has no seat."""
    times = await filled(session, mine.tenant, mine.gathering_id, mine)
    own = next((each for each in times if each.at.id == slot_id), None)
    if own is None or mine.place is not Place.CONFIRMED:
        raise NoResultFound
    return Asked(own, [each for each in times if each.wanted and each.at.overlaps(own.at)])


def is_open(row: Gathering, now: datetime) -> bool:
    """Whether who has a seat may choose."""
    return not rules.is_late(row, now)


def _chosen(at: Session, own: Own) -> Chosen:
    known = {each.id: each for each in at.workshops}
    places = own.waiting or {}
    return Chosen(
        at,
        [known[each] for each in own.wanted],
        known[own.seat] if own.seat else None,
        [(known[each].title, places[each]) for each in own.wanted if each in places],
    )
