"""Keeps organizations, people and who acts for whom, and finds schools."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Row, delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from services.directory.organizations.models import contacts, organizations, people
from shared.contracts.directory import (
    Contact,
    OrganizationKind,
    OrganizationRecord,
    PersonRecord,
    SchoolType,
)
from shared.database.engine import Reader
from shared.database.lists import among
from shared.database.writes import insert_rows
from shared.messaging.event import Cause
from shared.messaging.unit_of_work import UnitOfWork

_SCHOOLS = select(organizations).where(
    organizations.c.kind == OrganizationKind.SCHOOL.value,
    among(organizations.c.school_number, "numbers"),
)


@dataclass(frozen=True)
class Organization:
    """An organization and who acts for it."""

    id: UUID
    kind: OrganizationKind
    name: str
    school_number: str | None
    school_type: SchoolType | None
    all_day_school: bool
    contacts: frozenset[Contact]


async def save(uow: UnitOfWork, wanted: Sequence[Organization], cause: Cause) -> tuple[int, int]:
    """Bring organizations to this state; answers how many were new and how many have changed."""
    ids = [each.id for each in wanted]
    rows = await organization_names(uow.session, cause.tenant, ids)
    acting = await _contacts(uow.session, ids)
    new = [each for each in wanted if each.id not in rows]
    changed = [
        each
        for each in wanted
        if each.id in rows
        and (_state(each) != _stored(rows[each.id]) or each.contacts != acting.get(each.id, set()))
    ]
    versions = {each.id: rows[each.id].version + 1 for each in changed}
    for each in changed:
        await uow.session.execute(
            update(organizations)
            .where(organizations.c.id == each.id, organizations.c.tenant == cause.tenant)
            .values(**_state(each), version=versions[each.id])
        )
    fresh = [{"id": each.id, "tenant": cause.tenant, **_state(each), "version": 1} for each in new]
    await insert_rows(uow.session, organizations, fresh)
    await _replace_contacts(uow, [*new, *changed])
    for each in (*new, *changed):
        uow.announce(_record(each, versions.get(each.id, 1)), cause)
    return len(new), len(changed)


async def _contacts(session: AsyncSession, ids: Iterable[UUID]) -> dict[UUID, set[Contact]]:
    found: dict[UUID, set[Contact]] = {}
    query = select(contacts).where(among(contacts.c.organization_id, "ids"))
    for row in await session.execute(query, {"ids": list(ids)}):
        contact = Contact(role=row.role, person_id=row.person_id)
        found.setdefault(row.organization_id, set()).add(contact)
    return found


async def _replace_contacts(uow: UnitOfWork, given: Sequence[Organization]) -> None:
    those = delete(contacts).where(among(contacts.c.organization_id, "ids"))
    await uow.session.execute(those, {"ids": [each.id for each in given]})
    rows = [
        {
            "organization_id": each.id,
            "role": contact.role.value,
            "person_id": contact.person_id,
        }
        for each in given
        for contact in each.contacts
    ]
    await insert_rows(uow.session, contacts, rows)


async def save_people(
    uow: UnitOfWork, given: Mapping[UUID, Mapping[str, str]], cause: Cause
) -> None:
    """Bring people's names and addresses to this state, and announce what differs."""
    there = await people_by_id(uow.session, cause.tenant, given)
    add_people(uow, [(key, n, cause) for key, n in given.items() if key not in there])
    await uow.flush()
    for key, names in given.items():
        known = there.get(key)
        if known is None or all(known._mapping[name] == names[name] for name in names):
            continue
        version = known.version + 1
        await uow.session.execute(
            update(people)
            .where(people.c.id == key, people.c.tenant == cause.tenant)
            .values(**names, version=version)
        )
        uow.announce(PersonRecord(person_id=key, version=version, **names), cause)


async def is_carrier(session: AsyncSession, tenant: str, organization_id: UUID) -> bool:
    """Whether the municipality has such a carrier."""
    found = await organization_names(session, tenant, [organization_id])
    return any(row.kind == OrganizationKind.CARRIER for row in found.values())


def add_people(uow: UnitOfWork, given: Sequence[tuple[UUID, Mapping[str, str], Cause]]) -> None:
    """Store and announce people: id, names and address, and why they become known."""
    rows = [
        {"id": key, "tenant": cause.tenant, **names, "version": 1} for key, names, cause in given
    ]
    uow.insert(people, rows)
    for key, names, cause in given:
        uow.announce(PersonRecord(person_id=key, version=1, **names), cause)


async def people_by_id(
    session: AsyncSession, tenant: str, ids: Iterable[UUID]
) -> dict[UUID, Row[Any]]:
    """Those people of the municipality that are known."""
    query = select(people).where(people.c.tenant == tenant, among(people.c.id, "ids"))
    return {row.id: row for row in await session.execute(query, {"ids": list(ids)})}


async def organization_names(
    session: AsyncSession, tenant: str, ids: Iterable[UUID]
) -> dict[UUID, Row[Any]]:
    """Organizations of the municipality by id."""
    query = select(organizations).where(
        organizations.c.tenant == tenant, among(organizations.c.id, "ids")
    )
    return {row.id: row for row in await session.execute(query, {"ids": list(ids)})}


async def schools_by_number(
    reader: Reader, numbers: Iterable[str]
) -> dict[tuple[str, str], Row[Any]]:
    """Schools by (tenant, school number)."""
    found = await reader.execute(_SCHOOLS, {"numbers": set(numbers)})
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


def _state(given: Organization) -> dict[str, Any]:
    return {
        "kind": given.kind.value,
        "name": given.name,
        "school_number": given.school_number,
        "school_type": given.school_type.value if given.school_type else None,
        "all_day_school": given.all_day_school,
    }


def _stored(row: Row[Any]) -> dict[str, Any]:
    return {
        name: row._mapping[name]
        for name in ("kind", "name", "school_number", "school_type", "all_day_school")
    }


def _record(given: Organization, version: int) -> OrganizationRecord:
    return OrganizationRecord(
        organization_id=given.id,
        version=version,
        kind=given.kind,
        name=given.name,
        school_number=given.school_number,
        school_type=given.school_type,
        contacts=tuple(sorted(given.contacts, key=lambda each: each.role)),
    )
