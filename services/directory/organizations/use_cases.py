"""Keeps organizations, people and who acts for whom, and finds schools."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Row, delete, exists, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.directory.models import metadata
from services.directory.organizations.models import contacts, organizations, people
from shared.contracts.directory import (
    Contact,
    OrganizationKind,
    OrganizationRecord,
    PersonRecord,
    Role,
    SchoolType,
)
from shared.database.engine import Reader
from shared.database.lists import in_list
from shared.database.versions import change_version
from shared.database.writes import insert_rows
from shared.messaging.event import Cause
from shared.messaging.unit_of_work import BulkUnitOfWork, UnitOfWork

_SCHOOLS = select(organizations).where(
    organizations.c.kind == OrganizationKind.SCHOOL.value,
    in_list(organizations.c.school_number, "numbers"),
)

_PEOPLE_TO_CHANGE = (
    select(people).where(in_list(people.c.id, "ids")).order_by(people.c.id).with_for_update()
)


@dataclass(frozen=True)
class Organization:
    """An organization and who acts for it; ``version`` is the one that was seen, 0 if none was."""

    id: UUID
    kind: OrganizationKind
    name: str
    school_number: str | None
    school_type: SchoolType | None
    all_day_school: bool
    contacts: Mapping[Role, UUID]
    version: int = 0


async def find(session: AsyncSession, tenant: str, numbers: Collection[str]) -> Sequence[Row[Any]]:
    """A municipality's organizations, and those of any that have one of these school numbers."""
    number = in_list(organizations.c.school_number, "numbers")
    query = select(organizations).where(or_(organizations.c.tenant == tenant, number))
    return (await session.execute(query, {"numbers": list(numbers)})).all()


async def acting(
    session: AsyncSession, tenant: str, ids: Iterable[UUID]
) -> dict[UUID, dict[Role, Row[Any]]]:
    """The people who act for these organizations, by role."""
    query = (
        select(contacts.c.organization_id, contacts.c.role, people)
        .join(people)
        .where(people.c.tenant == tenant, in_list(contacts.c.organization_id, "ids"))
    )
    found: dict[UUID, dict[Role, Row[Any]]] = {}
    for row in await session.execute(query, {"ids": list(ids)}):
        found.setdefault(row.organization_id, {})[Role(row.role)] = row
    return found


async def save(uow: UnitOfWork, wanted: Sequence[Organization], cause: Cause) -> None:
    """Store and announce new and changed organizations; raises ``ChangedMeanwhile``."""
    versions: dict[UUID, int] = {}
    for each in wanted:
        if each.version:
            key = {"id": each.id, "tenant": cause.tenant}
            versions[each.id] = await change_version(
                uow.session, organizations, key, each.version, _state(each)
            )
    fresh = [
        {"id": each.id, "tenant": cause.tenant, **_state(each), "version": 1}
        for each in wanted
        if not each.version
    ]
    await insert_rows(uow.session, organizations, fresh)
    await _replace_contacts(uow, wanted)
    for each in wanted:
        uow.announce(_record(each, versions.get(each.id, 1)), cause)


async def _replace_contacts(uow: UnitOfWork, given: Sequence[Organization]) -> None:
    those = delete(contacts).where(in_list(contacts.c.organization_id, "ids"))
    await uow.session.execute(those, {"ids": [each.id for each in given if each.version]})
    rows = [
        {"organization_id": each.id, "role": role.value, "person_id": person_id}
        for each in given
        for role, person_id in each.contacts.items()
    ]
    await insert_rows(uow.session, contacts, rows)


async def save_people(
    uow: UnitOfWork, given: Mapping[UUID, Mapping[str, str]], cause: Cause
) -> None:
    """Bring people's names and addresses to this state, and announce what differs.

    Raises ``ChangedMeanwhile`` if somebody else changes one of them.
    """
    known = await people_by_id(uow.session, cause.tenant, given)
    for key, names in given.items():
        row = known.get(key)
        if row is None:
            await insert_rows(uow.session, people, [_new_person(key, names, cause)])
            uow.announce(PersonRecord(person_id=key, version=1, **names), cause)
            continue
        if all(row._mapping[name] == names[name] for name in names):
            continue
        where = {"id": key, "tenant": cause.tenant}
        version = await change_version(uow.session, people, where, row.version, names)
        uow.announce(PersonRecord(person_id=key, version=version, **names), cause)


async def forget_people(uow: UnitOfWork, ids: Collection[UUID], cause: Cause) -> None:
    """Erase those of these people, here and in every copy, to whom nothing refers any more."""
    referring = [
        key.parent
        for table in metadata.tables.values()
        for key in table.foreign_keys
        if key.column is people.c.id
    ]
    free = [~exists().where(column == people.c.id) for column in referring]
    those = delete(people).where(
        people.c.tenant == cause.tenant, in_list(people.c.id, "ids"), *free
    )
    gone = await uow.session.execute(those.returning(people.c.id), {"ids": list(ids)})
    for person_id in gone.scalars():
        uow.erase(PersonRecord, person_id, cause)


async def is_carrier(session: AsyncSession, tenant: str, organization_id: UUID) -> bool:
    """Whether the municipality has such a carrier."""
    found = await organization_names(session, tenant, [organization_id])
    return any(row.kind == OrganizationKind.CARRIER for row in found.values())


def add_people(uow: BulkUnitOfWork, given: Sequence[tuple[UUID, Mapping[str, str], Cause]]) -> None:
    """Store and announce people: id, names and address, and why they become known."""
    uow.insert(people, [_new_person(*each) for each in given])
    for key, names, cause in given:
        uow.announce(PersonRecord(person_id=key, version=1, **names), cause)


async def change_people(
    uow: BulkUnitOfWork, given: Mapping[UUID, tuple[Mapping[str, str], Cause]]
) -> None:
    """Bring people who are known to this state, and announce what differs."""
    known = {row.id: row for row in await uow.lock(_PEOPLE_TO_CHANGE, {"ids": list(given)})}
    rows: list[dict[str, Any]] = []
    for key, (names, cause) in given.items():
        if any(known[key]._mapping[name] != names[name] for name in names):
            version = known[key].version + 1
            rows.append({"id": key, "tenant": cause.tenant, **names, "version": version})
            uow.announce(PersonRecord(person_id=key, version=version, **names), cause)
    uow.upsert(people, rows, newer="version")


async def people_by_id(
    session: AsyncSession, tenant: str, ids: Iterable[UUID]
) -> dict[UUID, Row[Any]]:
    """Those people of the municipality that are known."""
    query = select(people).where(people.c.tenant == tenant, in_list(people.c.id, "ids"))
    return {row.id: row for row in await session.execute(query, {"ids": list(ids)})}


async def organization_names(
    session: AsyncSession, tenant: str, ids: Iterable[UUID]
) -> dict[UUID, Row[Any]]:
    """Organizations of the municipality by id."""
    query = select(organizations).where(
        organizations.c.tenant == tenant, in_list(organizations.c.id, "ids")
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


def _new_person(key: UUID, names: Mapping[str, str], cause: Cause) -> dict[str, Any]:
    return {"id": key, "tenant": cause.tenant, **names, "version": 1}


def _state(given: Organization) -> dict[str, Any]:
    return {
        "kind": given.kind.value,
        "name": given.name,
        "school_number": given.school_number,
        "school_type": given.school_type.value if given.school_type else None,
        "all_day_school": given.all_day_school,
    }


def _record(given: Organization, version: int) -> OrganizationRecord:
    return OrganizationRecord(
        organization_id=given.id,
        version=version,
        kind=given.kind,
        name=given.name,
        school_number=given.school_number,
        school_type=given.school_type,
        contacts=tuple(
            Contact(role=role, person_id=person_id)
            for role, person_id in sorted(given.contacts.items())
        ),
    )
