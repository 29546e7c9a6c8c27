"""What ties people to organizations and carriers, as conditions and in lists."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Date, Row, Select, bindparam, func, or_, select, union
from sqlalchemy.ext.asyncio import AsyncSession

from services.directory.employments.queries import FOUND, employment_of, is_in
from services.directory.employments.values import Employment, State
from services.directory.organizations.queries import (
    CONTACTS,
    ORGANIZATIONS,
    not_closed,
    schools_called,
)
from services.directory.people.queries import PERSON_ID
from services.directory.placements.queries import TIMELINES
from services.directory.relationships import queries as relationships
from services.directory.relationships.values import State as Standing
from shared.contracts.directory import OrganizationKind, Role
from shared.contracts.relationships import RelationshipType
from shared.database.lists import in_list
from shared.database.search import begins_with

_contacts, _organizations = CONTACTS.selected_columns, ORGANIZATIONS.selected_columns
_employments, _relationships = FOUND.selected_columns, relationships.FOUND.selected_columns
_placements = TIMELINES.selected_columns
_TODAY = bindparam("today", type_=Date())
_HEAD = select(_contacts.person_id).where(
    _contacts.organization_id == _organizations.id, _contacts.role == Role.HEAD
)
SCHOOLS_WITHOUT_HEAD = select(func.count(_organizations.id)).where(
    _organizations.tenant == bindparam("tenant"),
    _organizations.kind == OrganizationKind.SCHOOL.value,
    ~_HEAD.exists(),
    not_closed(_TODAY),
)
_ACTING = (
    select(
        _contacts.person_id,
        _contacts.role,
        *(_organizations[name] for name in ("id", "name", "kind", "school_number")),
    )
    .where(_organizations.id == _contacts.organization_id)
    .where(_organizations.tenant == bindparam("tenant"), in_list(_contacts.person_id, "people"))
    .where(not_closed(_TODAY))
    .order_by(_contacts.role, _organizations.name_key)
)
_WORKING = FOUND.where(
    _employments.tenant == bindparam("tenant"),
    in_list(_employments.worker_id, "people"),
    is_in(State.CURRENT, _TODAY),
).order_by(_employments.id)


def acts(role: Role | None = None, kind: OrganizationKind | None = None) -> ColumnElement[bool]:
    """Whether a row of ``people`` acts for an organization; in a role, of a kind, if named."""
    query = select(_contacts.person_id).where(_contacts.person_id == PERSON_ID)
    if role is not None:
        query = query.where(_contacts.role == role.value)
    if kind is not None:
        theirs = _organizations.id == _contacts.organization_id
        query = query.where(theirs, _organizations.kind == kind.value)
    return _some(query)


async def acting_for(
    session: AsyncSession, tenant: str, people: Collection[UUID], today: date
) -> Sequence[Row[Any]]:
    """Role, id, name and kind of each that they act for, of the municipality and not closed."""
    given = {"tenant": tenant, "people": list(people), "today": today}
    return (await session.execute(_ACTING, given)).all()


def works(today: date) -> ColumnElement[bool]:
    """Whether a row of ``people`` is employed on that day."""
    return _some(_theirs().where(is_in(State.CURRENT, today)))


def employed_by(carrier_id: UUID, today: date) -> ColumnElement[bool]:
    """Whether a row of ``people`` is employed there, or will be."""
    there = _employments.carrier_id == carrier_id
    stands = or_(is_in(State.CURRENT, today), is_in(State.COMING, today))
    return _some(_theirs().where(there, stands))


def _some(query: Select[Any]) -> ColumnElement[bool]:
    """Looked for anew for each row: of EXISTS in an OR, PostgreSQL reads everybody's once."""
    return query.limit(1).scalar_subquery().is_not(None)


def related(
    day: date, type_: RelationshipType | None = None, targets: Select[Any] | None = None
) -> ColumnElement[bool]:
    """Whether a row of ``people`` is there for an organization on that day.

    In a relationship of a type, and for one of these organizations, if they are named.
    """
    query = select(_relationships.id).where(
        _relationships.from_person_id == PERSON_ID, relationships.is_in(Standing.ACTIVE, day)
    )
    if type_ is not None:
        query = query.where(_relationships.type == type_)
    if targets is not None:
        query = query.where(_relationships.to_organization_id.in_(targets))
    return _some(query)


def _theirs() -> Select[Any]:
    return select(_employments.worker_id).where(_employments.worker_id == PERSON_ID)


async def of_people(
    session: AsyncSession, tenant: str, people: Collection[UUID], today: date
) -> list[Employment]:
    """Those of the municipality in which these people work today, in their order."""
    given = {"tenant": tenant, "people": list(people), "today": today}
    return [employment_of(row) for row in await session.execute(_WORKING, given)]


def organizations_searched(tenant: str, today: date) -> Select[Any]:
    """Ids and folded names of the municipality's organizations that are not closed."""
    query = select(_organizations.id, _organizations.search_text)
    return query.where(_organizations.tenant == tenant, not_closed(today))


def organizations_called(tenant: str, text: str, today: date) -> Select[Any]:
    """Their ids: those that are closed last, first those of whose words one begins so, by name."""
    first = begins_with(_organizations.search_text, text).desc()
    found = schools_called(tenant, text)
    return found.order_by(
        not_closed(today).desc(), first, _organizations.name_key, _organizations.id
    )


async def numbers_of(
    session: AsyncSession, tenant: str, people: Collection[UUID]
) -> Sequence[Row[Any]]:
    """Person, carrier and the carrier's number of each employment."""
    columns = [_employments[name] for name in ("worker_id", "carrier_id", "external_id")]
    mine = (_employments.tenant == tenant, in_list(_employments.worker_id, "people"))
    return (await session.execute(select(*columns).where(*mine), {"people": list(people)})).all()


def numbered_people(tenant: str, number: str) -> Select[Any]:
    """The ids of those whom a carrier of the municipality knows under exactly this number."""
    carriers = select(_organizations.id).where(
        _organizations.tenant == tenant, _organizations.kind == OrganizationKind.CARRIER.value
    )
    known = (_employments.tenant == tenant, _employments.external_id == number)
    return select(_employments.worker_id).where(*known, _employments.carrier_id.in_(carriers))


async def schools_of(
    session: AsyncSession, tenant: str, people: Collection[UUID]
) -> Sequence[Row[Any]]:
    """Person and school: where they work or have worked, and for which they act."""
    works = select(_employments.worker_id, _placements.school_id).where(
        _placements.employment_id == _employments.id,
        _placements.superseded_at.is_(None),
        _placements.tenant == tenant,
        _employments.tenant == tenant,
        in_list(_employments.worker_id, "people"),
    )
    acts = select(_contacts.person_id, _organizations.id).where(
        _organizations.id == _contacts.organization_id,
        _organizations.tenant == tenant,
        _organizations.kind == OrganizationKind.SCHOOL.value,
        in_list(_contacts.person_id, "people"),
    )
    return (await session.execute(union(works, acts), {"people": list(people)})).all()
