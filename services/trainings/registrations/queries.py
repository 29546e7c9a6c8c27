"""Registrations of a person, and of a gathering with the names of people and carriers."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from sqlalchemy import String, Uuid, bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.trainings.gatherings.values import Whole
from services.trainings.guests import queries as guests
from services.trainings.models import Gathering, Organization, Registration, registrations
from services.trainings.people import queries as people
from services.trainings.registrations import rules
from services.trainings.registrations.forms import ParticipantSearch
from services.trainings.registrations.values import (
    PARTICIPANT,
    GuestContact,
    Hindrance,
    Own,
    Participant,
    Step,
    state_in_words,
)
from services.trainings.seats import queries as seats
from services.trainings.values import GONE, Audience, Registrar, lets_guests_in
from shared.contracts.gatherings import Approval, Place
from shared.database.lists import in_list
from shared.database.paging import KeysetRequest, Page, described, paginate
from shared.database.reach import crossing

COUNTS = (Registration.place.in_(GONE), Registration.submitted_at.desc(), Registration.id.desc())
"""Somebody who is two people united may have left once and hold another, older one."""
_TENANT = bindparam("tenant", type_=String)
_PERSON = bindparam("person_id", type_=Uuid)
_OWN = select(registrations.c.gathering_id, registrations.c.place, registrations.c.approval).where(
    registrations.c.tenant == _TENANT,
    registrations.c.person_id == _PERSON,
    in_list(registrations.c.gathering_id, "ids"),
    registrations.c.place.not_in([each.value for each in GONE]),
)


async def mine(
    session: AsyncSession, tenant: str, person_id: UUID, gathering_id: UUID
) -> Registration | None:
    """The one that holds of somebody for a gathering, else the newest, if any."""
    query = (
        select(Registration)
        .where(
            Registration.tenant == tenant,
            Registration.person_id == person_id,
            Registration.gathering_id == gathering_id,
        )
        .order_by(*COUNTS)
        .limit(1)
    )
    return (await session.scalars(query)).first()


async def gatherings_of(session: AsyncSession, tenant: str, person_id: UUID) -> Sequence[UUID]:
    """Those for which somebody registered, in the order in which they may be held."""
    theirs = (Registration.tenant == tenant, Registration.person_id == person_id)
    query = select(Registration.gathering_id).where(*theirs).distinct()
    return sorted((await session.scalars(query)).all())


async def with_people(session: AsyncSession, ids: Collection[UUID]) -> Sequence[tuple[str, UUID]]:
    """Gatherings for which some of them registered, wherever that is."""
    key = (Registration.tenant, Registration.gathering_id)
    query = select(*key).where(Registration.person_id.in_(ids)).distinct()
    found = (await session.execute(crossing(query))).all()
    return sorted(((tenant, key) for tenant, key in found), key=lambda each: each[1])


async def of_people(
    session: AsyncSession, row: Gathering, ids: Collection[UUID]
) -> Sequence[Registration]:
    """Everything of them for a gathering."""
    mine = (Registration.tenant == row.tenant, Registration.gathering_id == row.id)
    query = select(Registration).where(*mine, Registration.person_id.in_(ids))
    query = query.order_by(Registration.id).execution_options(populate_existing=True)
    return (await session.scalars(query)).all()


async def holding(
    session: AsyncSession, tenant: str, person_id: UUID, gathering_id: UUID
) -> Registration:
    """The one that holds; raises ``NoResultFound``."""
    theirs = (
        Registration.tenant == tenant,
        Registration.person_id == person_id,
        Registration.gathering_id == gathering_id,
        Registration.place.not_in(GONE),
    )
    return (await session.scalars(select(Registration).where(*theirs))).one()


async def one(
    session: AsyncSession, tenant: str, registration_id: UUID, *, anew: bool = False
) -> Registration:
    """As it is stored, although it was read before, if ``anew``; raises ``NoResultFound``."""
    query = select(Registration).where(
        Registration.tenant == tenant, Registration.id == registration_id
    )
    return (await session.scalars(query.execution_options(populate_existing=anew))).one()


async def of_gathering(
    session: AsyncSession, tenant: str, gathering_id: UUID, registration_id: UUID
) -> Registration:
    """The same, where it belongs to the gathering."""
    query = select(Registration).where(
        Registration.tenant == tenant,
        Registration.gathering_id == gathering_id,
        Registration.id == registration_id,
    )
    return (await session.scalars(query)).one()


async def history(session: AsyncSession, tenant: str, registration_id: UUID) -> list[Step]:
    """What became of it, with who decided."""
    changes = await seats.changes_of(session, tenant, registration_id)
    names = await people.names_of(session, tenant, [each.by_id for each in changes if each.by_id])
    return [
        Step(
            at=each.at,
            state=state_in_words(each.place, each.approval),
            by=names.get(each.by_id, "") if each.by_id else "",
            reason=each.reason,
            overbooked=each.overbooked,
        )
        for each in changes
    ]


async def registrar_of(session: AsyncSession, entry: Registration) -> str:
    """What whoever has registered somebody else is called; empty for who did so themselves."""
    if entry.created_by is None or not entry.by_other:
        return ""
    return (await people.names_of(session, entry.tenant, [entry.created_by])).get(
        entry.created_by, ""
    )


async def by_link(session: AsyncSession, registration_id: UUID) -> Registration | None:
    """Whoever holds the link of it may see it."""
    query = select(Registration).where(Registration.id == registration_id)
    return (await session.scalars(crossing(query))).one_or_none()


async def own(
    session: AsyncSession, tenant: str, person_id: UUID, gathering_ids: Collection[UUID]
) -> Mapping[UUID, Own]:
    """Those that hold, of somebody, by gathering."""
    given = {"tenant": tenant, "person_id": person_id, "ids": gathering_ids}
    found = (await session.execute(_OWN, given)).all()
    return {key: Own(place, approval) for key, place, approval in found}


async def page_of(
    session: AsyncSession, row: Gathering, search: ParticipantSearch, wanted: KeysetRequest
) -> Page[Participant]:
    """Those that hold, in the order in which they came; others where one asks for them."""
    query = select(Registration).where(Registration.tenant == row.tenant, seats.of(row))
    if search.place:
        query = query.where(Registration.place == search.place)
    elif search.approval is not Approval.REJECTED:
        query = query.where(Registration.place.not_in(GONE))
    if search.approval:
        query = query.where(Registration.approval == search.approval)
    by = (Registration.waiting_since, Registration.id)
    found = await paginate(session, query, wanted, by=by, columns=PARTICIPANT)

    async def describe(later: AsyncSession, rows: Sequence[Registration]) -> list[Participant]:
        return await participants(later, row, rows)

    return await described(session, found, describe)


async def to_ask(session: AsyncSession, row: Gathering, now: datetime) -> list[Participant]:
    """For whom there is a seat that they are not offered by itself any more, in their order."""
    ids = (await seats.to_ask(session, row, now))[:20]
    if not ids:
        return []
    mine = (Registration.tenant == row.tenant, Registration.id.in_(ids))
    rows = await session.scalars(select(Registration).where(*mine).order_by(*seats.ORDER))
    return await participants(session, row, rows.all())


async def participants(
    session: AsyncSession, row: Gathering, rows: Sequence[Registration]
) -> list[Participant]:
    """With their names, and where they stand in line."""
    names = await people.names_of(session, row.tenant, [each.person_id for each in rows])
    carriers = await _carriers(session, row.tenant, {each.carrier_id for each in rows})
    waiting = [each.id for each in rows if each.place is Place.WAITING]
    line = await seats.positions(session, row, waiting) if waiting else {}
    known = await _guests(session, row, rows)
    return [
        replace(
            _participant(each, names, carriers),
            position=line.get(each.id),
            guest=known.get(each.person_id),
        )
        for each in rows
    ]


async def _guests(
    session: AsyncSession, row: Gathering, rows: Sequence[Registration]
) -> Mapping[UUID, GuestContact]:
    """Nobody where no guest can come."""
    if not lets_guests_in(row):
        return {}
    found = await guests.known(session, row.tenant, [each.person_id for each in rows])
    return {key: GuestContact(each.address, each.institution) for key, each in found.items()}


async def _carriers(
    session: AsyncSession, tenant: str, ids: Collection[UUID | None]
) -> Mapping[UUID | None, str]:
    mine = (Organization.tenant == tenant, Organization.organization_id.in_([*filter(None, ids)]))
    query = select(Organization.organization_id, Organization.name).where(*mine)
    return {each.organization_id: each.name for each in await session.execute(query)}


def _participant(
    each: Registration, names: Mapping[UUID, str], carriers: Mapping[UUID | None, str]
) -> Participant:
    return Participant(
        id=each.id,
        person_id=each.person_id,
        name=names.get(each.person_id, people.NOBODY),
        place=each.place,
        approval=each.approval,
        submitted_at=each.submitted_at,
        answer_until=each.answer_until,
        carrier=carriers.get(each.carrier_id, ""),
        by_other=each.by_other,
        school_type=each.school_type,
    )


def hindrance(
    row: Gathering | Whole, me: Registrar, now: datetime, newest: Registration | None
) -> Hindrance | None:
    """Why somebody cannot register themselves; who is in a group is asked when they do."""
    member = row.audience is Audience.GROUP
    return rules.hindrance(row, {me.role}, now, rejected=rejected(newest), member=member)


def guest_hindrance(
    row: Gathering | Whole, now: datetime, newest: Registration | None = None
) -> Hindrance | None:
    """The same for a guest."""
    return rules.guest_hindrance(row, now, rejected=rejected(newest))


def can_withdraw(row: Gathering | Whole, now: datetime) -> bool:
    """Until the end of it."""
    return rules.can_withdraw(row, now)


def rejected(newest: Registration | None) -> bool:
    """Whether the organiser said no, which is final until they say otherwise."""
    return newest is not None and newest.approval is Approval.REJECTED
