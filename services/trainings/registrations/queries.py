"""Registrations of a person, and of a gathering with the names of people and carriers."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.trainings.gatherings.values import Whole
from services.trainings.models import Gathering, Onboarding, Organization, Person, Registration
from services.trainings.registrations import rules
from services.trainings.registrations.forms import ParticipantSearch
from services.trainings.registrations.values import (
    PARTICIPANT,
    Hindrance,
    Participant,
    Step,
    state_in_words,
)
from services.trainings.seats import queries as seats
from services.trainings.values import GONE
from shared.contracts.accounts import AccessRole
from shared.contracts.gatherings import Approval, Place
from shared.database.paging import KeysetRequest, Page, described, paginate
from shared.database.reach import crossing
from shared.database.search import fold
from shared.web.sessions.models import access
from shared.web.sessions.person import Me


async def mine(
    session: AsyncSession, tenant: str, person_id: UUID, gathering_id: UUID
) -> Registration | None:
    """The newest of somebody for a gathering, if any."""
    query = (
        select(Registration)
        .where(
            Registration.tenant == tenant,
            Registration.person_id == person_id,
            Registration.gathering_id == gathering_id,
        )
        .order_by(Registration.submitted_at.desc(), Registration.id.desc())
        .limit(1)
    )
    return (await session.scalars(query)).first()


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
    names = await names_of(session, tenant, [each.by_id for each in changes if each.by_id])
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
    return (await names_of(session, entry.tenant, [entry.created_by])).get(entry.created_by, "")


async def by_link(session: AsyncSession, registration_id: UUID) -> Registration | None:
    """Whoever holds the link of it may see it."""
    query = select(Registration).where(Registration.id == registration_id)
    return (await session.scalars(crossing(query))).one_or_none()


async def own(
    session: AsyncSession, tenant: str, person_id: UUID, gathering_ids: Collection[UUID]
) -> Mapping[UUID, Registration]:
    """Those that hold, of somebody, by gathering."""
    theirs = (
        Registration.tenant == tenant,
        Registration.person_id == person_id,
        Registration.gathering_id.in_(gathering_ids),
        Registration.place.not_in(GONE),
    )
    found = await session.scalars(select(Registration).where(*theirs))
    return {each.gathering_id: each for each in found}


async def carrier_of(
    session: AsyncSession, tenant: str, person_id: UUID, today: date
) -> UUID | None:
    """With whom somebody works, as the newest of their onboardings says."""
    query = (
        select(Onboarding.carrier_id)
        .where(
            Onboarding.tenant == tenant,
            Onboarding.worker_id == person_id,
            Onboarding.last_day.is_(None) | (Onboarding.last_day >= today),
        )
        .order_by(Onboarding.start_date.desc())
        .limit(1)
    )
    return (await session.execute(query)).scalar()


async def roles_of(session: AsyncSession, tenant: str, person_id: UUID) -> set[AccessRole]:
    """As what somebody may act in the municipality."""
    query = select(access.c.grants).where(access.c.person_id == person_id)
    found = (await session.execute(query)).scalar() or ()
    return {AccessRole(each["role"]) for each in found if each["municipality"] == tenant}


async def called(session: AsyncSession, tenant: str, name: str) -> Sequence[Person]:
    """Whoever is called exactly so, however it is written."""
    last = name.split()[-1] if name.split() else ""
    query = select(Person).where(
        Person.tenant == tenant,
        Person.merged_into.is_(None),
        Person.family_name.ilike(f"%{_escaped(last)}", escape="\\"),
    )
    found = (await session.scalars(query)).all()
    return [each for each in found if fold(f"{each.given_name} {each.family_name}") == fold(name)]


async def page_of(
    session: AsyncSession, row: Gathering, search: ParticipantSearch, wanted: KeysetRequest
) -> Page[Participant]:
    """Those that hold, in the order in which they came; all where one asks for a place."""
    query = select(Registration).where(Registration.tenant == row.tenant, seats.of(row))
    if search.place:
        query = query.where(Registration.place == search.place)
    else:
        query = query.where(Registration.place.not_in(GONE))
    if search.approval:
        query = query.where(Registration.approval == search.approval)
    by = (Registration.waiting_since, Registration.id)
    found = await paginate(session, query, wanted, by=by, columns=PARTICIPANT)

    async def describe(later: AsyncSession, rows: Sequence[Registration]) -> list[Participant]:
        return await participants(later, row, rows)

    return await described(session, found, describe)


async def participants(
    session: AsyncSession, row: Gathering, rows: Sequence[Registration]
) -> list[Participant]:
    """With their names, and where they stand in line."""
    names = await names_of(session, row.tenant, [each.person_id for each in rows])
    carriers = await _carriers(session, row.tenant, {each.carrier_id for each in rows})
    line: dict[UUID, int] = {}
    if any(each.place is Place.WAITING for each in rows):
        queue = await seats.line(session, row)
        line = {each.id: number for number, each in enumerate(queue, 1)}
    return [
        replace(_participant(each, names, carriers), position=line.get(each.id)) for each in rows
    ]


async def names_of(session: AsyncSession, tenant: str, ids: Collection[UUID]) -> Mapping[UUID, str]:
    """What people are called."""
    mine = (Person.tenant == tenant, Person.person_id.in_(ids))
    query = select(Person.person_id, Person.given_name, Person.family_name).where(*mine)
    found = await session.execute(query)
    return {key: f"{given} {family}" for key, given, family in found.all()}


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
        name=names.get(each.person_id, "nicht mehr im Verzeichnis"),
        place=each.place,
        approval=each.approval,
        submitted_at=each.submitted_at,
        answer_until=each.answer_until,
        carrier=carriers.get(each.carrier_id, ""),
        by_other=each.by_other,
    )


def hindrance(row: Whole, me: Me, now: datetime, newest: Registration | None) -> Hindrance | None:
    """Why somebody cannot register themselves; None where they can."""
    return rules.hindrance(row, {me.role}, now, rejected=rejected(newest))


def can_withdraw(row: Whole, now: datetime) -> bool:
    """Until the end of it."""
    return rules.can_withdraw(row, now)


def rejected(newest: Registration | None) -> bool:
    """Whether the organiser said no, which is final until they say otherwise."""
    return newest is not None and newest.approval is Approval.REJECTED


def _escaped(text: str) -> str:
    for sign in ("\\", "%", "_"):
        text = text.replace(sign, f"\\{sign}")
    return text
