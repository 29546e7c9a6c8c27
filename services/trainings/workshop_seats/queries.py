"""How full workshops are, who has a seat in them, and what somebody has and wants."""

from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

from sqlalchemy import Select, and_, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from services.trainings.models import Registration
from services.trainings.people import queries as people
from services.trainings.workshop_seats import rules
from services.trainings.workshop_seats.models import WorkshopWish
from services.trainings.workshop_seats.values import LISTED, Fullness, Listed, Named, Own, Wish
from services.trainings.workshops.values import Session
from shared.contracts.gatherings import Place
from shared.database.paging import KeysetRequest, Page, described, paginate


async def of_slot(session: AsyncSession, tenant: str, slot_id: UUID) -> list[Wish]:
    """Everybody's, in the order in which they were made."""
    mine = (WorkshopWish.tenant == tenant, WorkshopWish.slot_id == slot_id)
    names = ("id", "registration_id", "workshop_id", "priority", "since", "seated", "overbooked")
    query = select(*(getattr(WorkshopWish, each) for each in names)).where(*mine)
    found = await session.execute(query.order_by(WorkshopWish.since, WorkshopWish.id))
    return [Wish(*each) for each in found.all()]


async def slots_with(session: AsyncSession, tenant: str, ids: Collection[UUID]) -> list[UUID]:
    """Times at which some of these registrations want something."""
    theirs = (WorkshopWish.tenant == tenant, WorkshopWish.registration_id.in_(ids))
    query = select(WorkshopWish.slot_id).where(*theirs).distinct()
    return sorted((await session.scalars(query)).all())


async def fullness(
    session: AsyncSession, tenant: str, slot_ids: Collection[UUID]
) -> Mapping[UUID, Fullness]:
    """By workshop."""
    theirs = (WorkshopWish.tenant == tenant, WorkshopWish.slot_id.in_(slot_ids))
    key = WorkshopWish.workshop_id
    query = (
        select(key, func.count().label("number")).where(*theirs, WorkshopWish.seated).group_by(key)
    )
    seated = {each.workshop_id: each.number for each in await session.execute(query)}
    line = _line(tenant, slot_ids).subquery()
    counted = select(line.c.workshop_id, func.count().label("number")).group_by(line.c.workshop_id)
    waiting = {each.workshop_id: each.number for each in await session.execute(counted)}
    return {
        each: Fullness(seated.get(each, 0), waiting.get(each, 0))
        for each in seated.keys() | waiting.keys()
    }


async def own(
    session: AsyncSession, tenant: str, registration_id: UUID, slot_ids: Collection[UUID]
) -> Mapping[UUID, Own]:
    """What somebody has and wants, by time."""
    mine = (WorkshopWish.tenant == tenant, WorkshopWish.registration_id == registration_id)
    query = select(WorkshopWish).where(*mine, WorkshopWish.slot_id.in_(slot_ids))
    wishes = (await session.scalars(query.order_by(WorkshopWish.priority))).all()
    if not wishes:
        return {}
    line = _line(tenant, {each.slot_id for each in wishes}).subquery()
    places = select(line.c.workshop_id, line.c.number).where(
        line.c.registration_id == registration_id
    )
    number = {each.workshop_id: each.number for each in await session.execute(places)}
    found: dict[UUID, list[WorkshopWish]] = {}
    for each in wishes:
        found.setdefault(each.slot_id, []).append(each)
    return {slot_id: _own(each, number) for slot_id, each in found.items()}


async def is_seated(
    session: AsyncSession, tenant: str, gathering_id: UUID, registration_id: UUID
) -> bool:
    """Whether a registration has a seat in the gathering: nobody else has one in a workshop."""
    query = select(Registration.id).where(
        Registration.tenant == tenant,
        Registration.gathering_id == gathering_id,
        Registration.id == registration_id,
        Registration.place == Place.CONFIRMED,
    )
    return (await session.execute(query)).first() is not None


async def seated_among(
    session: AsyncSession, tenant: str, registration_ids: Collection[UUID]
) -> Mapping[UUID, UUID]:
    """Who of these has a seat in the gathering: the person, by registration."""
    mine = (Registration.tenant == tenant, Registration.id.in_(registration_ids))
    query = select(Registration.id, Registration.person_id).where(*mine)
    found = await session.execute(query.where(Registration.place == Place.CONFIRMED))
    return {each.id: each.person_id for each in found}


async def names_of(
    session: AsyncSession, tenant: str, registration_ids: Collection[UUID]
) -> Mapping[UUID, str]:
    """What whoever has registered is called, by registration."""
    mine = (Registration.tenant == tenant, Registration.id.in_(registration_ids))
    query = select(Registration.id, Registration.person_id).where(*mine)
    owners = {each.id: each.person_id for each in await session.execute(query)}
    names = await people.names_of(session, tenant, {*owners.values()})
    return {key: names.get(owner, people.NOBODY) for key, owner in owners.items()}


async def list_of(
    session: AsyncSession, tenant: str, slot_id: UUID, workshop_id: UUID
) -> tuple[list[Named], list[Named]]:
    """Who has a seat in a workshop, and who waits for one, each in their order."""
    found = await of_slot(session, tenant, slot_id)
    seated = [each for each in found if each.seated and each.workshop_id == workshop_id]
    line = rules.line(workshop_id, found)
    names = await names_of(session, tenant, {each.registration_id for each in (*seated, *line)})
    return _named(seated, names), _named(line, names)


async def page_of(
    session: AsyncSession, tenant: str, gathering_id: UUID, at: Session, wanted: KeysetRequest
) -> Page[Listed]:
    """Everybody with a seat in the gathering, with what they have at this time."""
    seated = (Registration.gathering_id == gathering_id, Registration.place == Place.CONFIRMED)
    query = select(Registration).where(Registration.tenant == tenant, *seated)
    by = (Registration.waiting_since, Registration.id)
    found = await paginate(session, query, wanted, by=by, columns=LISTED)

    async def describe(later: AsyncSession, rows: Sequence[Registration]) -> list[Listed]:
        return await _listed(later, tenant, at, [each.id for each in rows])

    return await described(session, found, describe)


async def _listed(
    session: AsyncSession, tenant: str, at: Session, ids: Sequence[UUID]
) -> list[Listed]:
    titles = {each.id: each.title for each in at.workshops}
    names = await names_of(session, tenant, ids)
    wishes = await of_slot(session, tenant, at.id)
    seats = {each.registration_id: titles[each.workshop_id] for each in wishes if each.seated}
    waits: dict[UUID, list[str]] = {}
    for workshop_id, title in titles.items():
        for each in rules.line(workshop_id, wishes):
            waits.setdefault(each.registration_id, []).append(title)
    return [
        Listed(key, names[key], seats.get(key, ""), ", ".join(waits.get(key, ()))) for key in ids
    ]


def _named(found: Sequence[Wish], names: Mapping[UUID, str]) -> list[Named]:
    return [
        Named(each.registration_id, names[each.registration_id], each.overbooked) for each in found
    ]


def _own(wishes: list[WorkshopWish], number: Mapping[UUID, int]) -> Own:
    wanted = [each.workshop_id for each in wishes]
    seat = next((each.workshop_id for each in wishes if each.seated), None)
    return Own(wanted, seat, {each: number[each] for each in wanted if each in number})


def _line(tenant: str, slot_ids: Collection[UUID]) -> Select[tuple[UUID, UUID, int]]:
    """Who waits for which workshop, with their place: who has nothing they wanted more."""
    held = aliased(WorkshopWish)
    better = and_(
        held.registration_id == WorkshopWish.registration_id,
        held.slot_id == WorkshopWish.slot_id,
        held.seated,
        held.priority <= WorkshopWish.priority,
    )
    order = (WorkshopWish.since, WorkshopWish.id)
    number = func.row_number().over(partition_by=WorkshopWish.workshop_id, order_by=order)
    return select(
        WorkshopWish.workshop_id, WorkshopWish.registration_id, number.label("number")
    ).where(
        WorkshopWish.tenant == tenant,
        WorkshopWish.slot_id.in_(slot_ids),
        ~select(held.id).where(held.tenant == tenant, better).exists(),
    )
