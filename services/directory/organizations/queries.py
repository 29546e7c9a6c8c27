"""What is read of organizations, of people, and of who acts for whom."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, and_, bindparam, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from services.directory.organizations.forms import OrganizationSearch
from services.directory.organizations.models import (
    LISTED,
    Listed,
    Organization,
    contacts,
    organizations,
)
from services.directory.organizations.values import Named
from services.directory.people.queries import people_by_id
from shared.contracts.directory import OrganizationKind, Role, SchoolType
from shared.contracts.words import word
from shared.database.engine import Reader
from shared.database.lists import in_list
from shared.database.paging import KeysetRequest, Page, described, paginate
from shared.database.reach import crossing
from shared.database.search import fold
from shared.messaging.event import SANDBOX
from shared.web.kit.words import by_word
from shared.web.problem import Problem

Found = TypeVar("Found")

CONTACTS, ORGANIZATIONS = select(contacts), select(organizations)
_NUMBER = func.coalesce(organizations.c.school_number, organizations.c.former_number)
_AS_IT_WAS = [
    _NUMBER.label("school_number") if each.name == "school_number" else each
    for each in organizations.c
]
"""A school that gave its number up is still shown with it."""
_OF_SCHOOLS = ("id", "tenant", "school_number", "school_type")
_NUMBERED = in_list(organizations.c.school_number, "numbers")
_IS_SCHOOL = organizations.c.kind == OrganizationKind.SCHOOL.value
TAKES_WORKERS = and_(_IS_SCHOOL, organizations.c.school_number.is_not(None))
"""Whether it is a school that somebody can be placed at."""
_IS_MUNICIPALITY = organizations.c.kind == OrganizationKind.MUNICIPALITY.value
_SCHOOLS = crossing(select(*(organizations.c[name] for name in _OF_SCHOOLS))).where(
    _IS_SCHOOL, _NUMBERED
)
_AMONG = in_list(organizations.c.id, "ids")
_BY_ID = select(*_AS_IT_WAS).where(organizations.c.tenant == bindparam("tenant"), _AMONG)
_NAMES = select(organizations.c.id, organizations.c.name).where(
    in_list(organizations.c.tenant, "tenants"), _AMONG
)


def not_closed(day: date | ColumnElement[date]) -> ColumnElement[bool]:
    """Whether one is open on that day, or opens later; nothing has to run at midnight."""
    closed_on = organizations.c.valid_to
    return or_(closed_on.is_(None), closed_on > day)


async def page_of(
    session: AsyncSession, tenant: str, search: OrganizationSearch, page: KeysetRequest, today: date
) -> Page[Organization]:
    """The municipality's organizations by name; those that are closed only if asked for."""
    query = select(Organization).where(Organization.tenant == tenant)
    if not search.closed:
        query = query.where(not_closed(today))
    if search.text:
        query = query.where(Organization.matches(search.text))
    exact = {name: getattr(search, name) for name in ("kind", "school_type", "part_of")}
    query = query.filter_by(**{name: value for name, value in exact.items() if value})
    sorts = (
        by_word(Organization.kind, OrganizationKind),
        Organization.school_number,
        by_word(Organization.school_type, SchoolType),
    )
    by = (Organization.name, Organization.id)
    return await paginate(session, query, page, by=by, sorts=sorts, columns=LISTED)


def search_for(text: str, kind: OrganizationKind | None) -> OrganizationSearch:
    """What ``page_of`` takes."""
    return OrganizationSearch(text=text, kind=kind)


async def list_of(
    session: AsyncSession, tenant: str, search: OrganizationSearch, page: KeysetRequest, today: date
) -> Page[Listed]:
    """The same with what each is a part of."""
    found = await page_of(session, tenant, search, page, today)

    async def describe(later: AsyncSession, rows: Sequence[Organization]) -> list[Listed]:
        wholes = {each.part_of for each in rows if each.part_of}
        names = await names_of_organizations(later, wholes, [tenant])
        return [Listed(each, names.get(each.part_of, "") if each.part_of else "") for each in rows]

    return await described(session, found, describe)


async def choices(
    session: AsyncSession, tenant: str, kinds: Collection[OrganizationKind], today: date
) -> list[tuple[str, str]]:
    """Id and name of those of these kinds that are not closed, as a form offers them."""
    query = select(organizations.c.id, organizations.c.name, organizations.c.kind).where(
        organizations.c.tenant == tenant, organizations.c.kind.in_(kinds), not_closed(today)
    )
    found = await session.execute(query.order_by(organizations.c.name_key, organizations.c.id))
    return [(str(row.id), f"{row.name} ({word(OrganizationKind, row.kind)})") for row in found]


def with_organization(
    query: Select[Found], organization_id: InstrumentedAttribute[UUID]
) -> tuple[Select[Found], ColumnElement[str]]:
    """Joined to the organizations, and by what it is then sorted: their name."""
    return query.join(
        organizations, organizations.c.id == organization_id
    ), organizations.c.name_key


async def organization(session: AsyncSession, tenant: str, organization_id: UUID) -> Organization:
    """One of them; raises ``Problem``."""
    mine = (Organization.tenant == tenant, Organization.id == organization_id)
    found = (await session.scalars(select(Organization).where(*mine))).one_or_none()
    if found is None:
        raise Problem(404, "organization-not-found", "There is no such organization")
    return found


async def known(
    session: AsyncSession, tenant: str, numbers: Collection[str]
) -> Sequence[Organization]:
    """A municipality's organizations, and those of any that have one of these school numbers."""
    query = select(Organization).where(or_(Organization.tenant == tenant, _NUMBERED))
    return (await session.scalars(crossing(query), {"numbers": list(numbers)})).all()


async def alike(session: AsyncSession, tenant: str, given: Named) -> Sequence[Organization]:
    """Those with the same number, and the municipality's that may be known by the same key."""
    same = [Organization.name_key == fold(given.name)]
    if given.kind == OrganizationKind.MUNICIPALITY:
        same.append(Organization.kind == given.kind)
    numbered = Organization.school_number == given.school_number
    mine = and_(Organization.tenant == tenant, or_(*same))
    return (await session.scalars(crossing(select(Organization).where(or_(numbered, mine))))).all()


async def acting(
    session: AsyncSession, tenant: str, ids: Iterable[UUID]
) -> dict[UUID, dict[Role, Row[Any]]]:
    """The people who act for these organizations, by role."""
    query = select(contacts).where(in_list(contacts.c.organization_id, "ids"))
    rows = (await session.execute(query, {"ids": list(ids)})).all()
    people = await people_by_id(session, tenant, {row.person_id for row in rows})
    found: dict[UUID, dict[Role, Row[Any]]] = {}
    for row in rows:
        if row.person_id in people:
            found.setdefault(row.organization_id, {})[Role(row.role)] = people[row.person_id]
    return found


async def contacts_of(
    session: AsyncSession, tenant: str, organization_id: UUID
) -> list[tuple[Role, str, str]]:
    """Role, name and address of each who acts for an organization."""
    found = (await acting(session, tenant, [organization_id])).get(organization_id, {})
    named = {role: f"{each.given_name} {each.family_name}" for role, each in found.items()}
    return [(role, named[role], found[role].email) for role in sorted(found)]


def schools_called(tenant: str, text: str) -> Select[Any]:
    """The ids of the municipality's organizations that are found by a text."""
    return select(organizations.c.id).where(
        Organization.tenant == tenant, Organization.matches(text)
    )


def schools_numbered(tenant: str, number: str) -> Select[Any]:
    """The id of the municipality's school with a number."""
    return select(organizations.c.id).where(
        organizations.c.tenant == tenant, organizations.c.school_number == number
    )


async def municipality_of(session: AsyncSession, tenant: str) -> UUID | None:
    """The organization that is the municipality itself."""
    query = select(organizations.c.id).where(organizations.c.tenant == tenant, _IS_MUNICIPALITY)
    return await session.scalar(query)


async def organizations_by_id(
    session: AsyncSession, tenant: str, ids: Iterable[UUID]
) -> dict[UUID, Row[Any]]:
    """Organizations of the municipality by id."""
    given = {"tenant": tenant, "ids": list(ids)}
    return {row.id: row for row in await session.execute(_BY_ID, given)} if given["ids"] else {}


async def schools_by_number(
    reader: Reader, numbers: Iterable[str]
) -> dict[tuple[str, str], Row[Any]]:
    """Schools by (tenant, school number)."""
    found = await reader.execute(_SCHOOLS, {"numbers": set(numbers)})
    return {(row.tenant, row.school_number): row for row in found}


async def all_schools(session: AsyncSession, tenant: str, day: date) -> Sequence[Row[Any]]:
    """The municipality's schools that somebody can be placed at on that day, by name."""
    mine = (organizations.c.tenant == tenant, TAKES_WORKERS, not_closed(day))
    query = select(organizations).where(*mine)
    return (await session.execute(query.order_by(organizations.c.name_key))).all()


async def named_in(
    session: AsyncSession, ids: Collection[UUID], tenants: Collection[str]
) -> Sequence[Row[Any]]:
    """These organizations, and those that are these municipalities."""
    theirs = and_(in_list(organizations.c.tenant, "tenants"), _IS_MUNICIPALITY)
    query = crossing(select(organizations).where(or_(in_list(organizations.c.id, "ids"), theirs)))
    return (await session.execute(query, {"ids": list(ids), "tenants": list(tenants)})).all()


async def page_of_schools(
    session: AsyncSession,
    tenant: str,
    wanted: Sequence[ColumnElement[bool]],
    page: KeysetRequest,
    day: date,
) -> Page[Organization]:
    """Those schools that somebody can be placed at and that are wanted, by name."""
    query = select(Organization).where(
        Organization.tenant == tenant,
        Organization.kind == OrganizationKind.SCHOOL,
        Organization.school_number.is_not(None),
        not_closed(day),
        *wanted,
    )
    return await paginate(session, query, page, by=(Organization.name, Organization.id))


async def list_schools(
    session: AsyncSession, tenant: str, after: str, limit: int, day: date
) -> Sequence[Row[Any]]:
    """One page of a municipality's schools, after a school number."""
    following = (_IS_SCHOOL, organizations.c.school_number > after, not_closed(day))
    query = select(organizations).where(organizations.c.tenant == tenant, *following)
    ordered = query.order_by(organizations.c.school_number).limit(limit)
    return (await session.execute(ordered)).all()


async def names_of_organizations(
    session: AsyncSession, ids: Iterable[UUID], tenants: Collection[str]
) -> dict[UUID, str]:
    """What these organizations of these municipalities are called."""
    given = {"tenants": list(tenants), "ids": list(ids)}
    found = await session.execute(_NAMES, given) if given["ids"] else ()
    return {row.id: row.name for row in found}


async def kind_and_tenant(
    session: AsyncSession, organization_id: UUID | None
) -> tuple[OrganizationKind | None, str | None]:
    """What an organization is, and where it belongs; nothing of one that is not there."""
    query = crossing(select(Organization.kind, Organization.tenant))
    row = (await session.execute(query.where(Organization.id == organization_id))).one_or_none()
    return (row.kind, row.tenant) if row else (None, None)


def changed(tenant: str) -> Select[Any]:
    """How many there are, and how often one was changed."""
    columns = organizations.c
    counted: list[Any] = [func.count(), func.sum(columns.version)]
    return select(*counted).where(columns.tenant == tenant)


async def to_choose(
    session: AsyncSession, tenant: str | None, day: date, kind: OrganizationKind | None = None
) -> Sequence[Organization]:
    """Those a form offers by kind and name, none closed; of every municipality if none is named."""
    there = Organization.tenant != SANDBOX if tenant is None else Organization.tenant == tenant
    query = select(Organization).where(there, not_closed(day))
    if kind is not None:
        query = query.where(Organization.kind == kind)
    order = (Organization.kind, Organization.name_key, Organization.id)
    return (await session.scalars(query.order_by(*order))).all()


async def municipalities(session: AsyncSession, served: Collection[str]) -> dict[str, str]:
    """What those that are served are called, by key; by the key itself where nobody said."""
    query = select(Organization.tenant, Organization.name).where(
        Organization.kind == OrganizationKind.MUNICIPALITY, Organization.tenant.in_(served)
    )
    named = {row.tenant: row.name for row in await session.execute(query)}
    return {key: named.get(key, key) for key in sorted(served)}
