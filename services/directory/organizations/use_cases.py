"""Loads organizations with their contacts, and finds schools."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy import Row, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.directory.organizations.models import contacts, organizations, people
from services.directory.organizations.schemas import Dataset, NewContact, NewOrganization
from shared.contracts.directory import Contact, OrganizationKind, OrganizationRecord, PersonRecord
from shared.database.bulk import among, insert_rows
from shared.ids import new_id
from shared.messaging.event import Cause
from shared.messaging.unit_of_work import UnitOfWork

_SPACE = UUID("0197f000-0000-7000-8000-000000000001")


def organization_id(tenant: str, organization: NewOrganization) -> UUID:
    """The same organization of a dataset has the same id at every load."""
    natural_key = organization.school_number or organization.name
    return uuid5(_SPACE, f"{tenant}/{organization.kind}/{natural_key}")


def person_id(tenant: str, contact: NewContact) -> UUID:
    """The same contact of a dataset has the same id at every load."""
    return uuid5(_SPACE, f"{tenant}/person/{contact.email.casefold()}")


async def load_dataset(uow: UnitOfWork, dataset: Dataset) -> dict[str, UUID]:
    """Store and announce what is not known yet; answers ids by school number or name."""
    tenant = dataset.municipality
    ids = {
        (each.school_number or each.name): organization_id(tenant, each)
        for each in dataset.organizations
    }
    known = set(
        await uow.session.scalars(
            select(organizations.c.id).where(
                organizations.c.tenant == tenant,
                among(uow.session, organizations.c.id, ids.values()),
            )
        )
    )
    new = [each for each in dataset.organizations if organization_id(tenant, each) not in known]
    cause = Cause(tenant, new_id())
    acting = {person_id(tenant, c): c for each in new for c in each.contacts}
    there = await people_by_id(uow.session, tenant, acting)
    await add_people(
        uow,
        [(key, _names(contact), cause) for key, contact in acting.items() if key not in there],
    )
    await insert_rows(uow.session, organizations, [_organization_row(tenant, o) for o in new])
    await insert_rows(
        uow.session,
        contacts,
        [
            {
                "organization_id": organization_id(tenant, each),
                "role": contact.role.value,
                "person_id": person_id(tenant, contact),
            }
            for each in new
            for contact in each.contacts
        ],
    )
    for each in new:
        uow.announce(_record(tenant, each), cause)
    return ids


async def add_people(
    uow: UnitOfWork, given: Sequence[tuple[UUID, Mapping[str, str], Cause]]
) -> None:
    """Store and announce people: id, names and address, and why they become known."""
    rows = [
        {"id": key, "tenant": cause.tenant, **names, "version": 1} for key, names, cause in given
    ]
    await insert_rows(uow.session, people, rows)
    for key, names, cause in given:
        uow.announce(PersonRecord(person_id=key, version=1, **names), cause)


async def people_by_id(
    session: AsyncSession, tenant: str, ids: Iterable[UUID]
) -> dict[UUID, Row[Any]]:
    """Those people of the municipality that are known."""
    query = select(people).where(people.c.tenant == tenant, among(session, people.c.id, ids))
    return {row.id: row for row in await session.execute(query)}


async def organization_names(
    session: AsyncSession, tenant: str, ids: Iterable[UUID]
) -> dict[UUID, Row[Any]]:
    """Organizations of the municipality by id."""
    query = select(organizations).where(
        organizations.c.tenant == tenant, among(session, organizations.c.id, ids)
    )
    return {row.id: row for row in await session.execute(query)}


async def schools_by_number(
    session: AsyncSession, numbers: Iterable[str]
) -> dict[tuple[str, str], Row[Any]]:
    """Schools by (tenant, school number)."""
    found = await session.execute(
        select(organizations).where(
            organizations.c.kind == OrganizationKind.SCHOOL.value,
            among(session, organizations.c.school_number, set(numbers)),
        )
    )
    return {(row.tenant, row.school_number): row for row in found}


async def list_schools(
    session: AsyncSession, tenant: str, after: str, limit: int
) -> Sequence[Row[Any]]:
    """One page of a municipality's schools, after a school number."""
    query = (
        select(organizations)
        .where(
            organizations.c.tenant == tenant,
            organizations.c.kind == OrganizationKind.SCHOOL.value,
            organizations.c.school_number > after,
        )
        .order_by(organizations.c.school_number)
        .limit(limit)
    )
    return (await session.execute(query)).all()


def _names(contact: NewContact) -> dict[str, str]:
    return contact.model_dump(include={"given_name", "family_name", "email"})


def _organization_row(tenant: str, given: NewOrganization) -> dict[str, Any]:
    return {
        "id": organization_id(tenant, given),
        "tenant": tenant,
        "kind": given.kind.value,
        "name": given.name,
        "school_number": given.school_number,
        "school_type": given.school_type.value if given.school_type else None,
        "all_day_school": given.all_day_school,
        "version": 1,
    }


def _record(tenant: str, given: NewOrganization) -> OrganizationRecord:
    return OrganizationRecord(
        organization_id=organization_id(tenant, given),
        version=1,
        kind=given.kind,
        name=given.name,
        school_number=given.school_number,
        school_type=given.school_type,
        contacts=tuple(
            Contact(role=c.role, person_id=person_id(tenant, c)) for c in given.contacts
        ),
    )
