"""Relationships as lists and the pages of either end show them."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Date, Select, and_, bindparam, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.directory.organizations import queries as organizations
from services.directory.people.queries import names_of, people_by_id
from services.directory.relationships.forms import RelationshipSearch
from services.directory.relationships.models import Relationship, relationships
from services.directory.relationships.values import (
    ORGANIZATION,
    PERSON,
    Asked,
    Beginning,
    Related,
    State,
    ends_of,
    state_of,
)
from shared.contracts.relationships import RelationshipType
from shared.database.lists import in_list
from shared.database.paging import KeysetRequest, Page, attribute, described, paginate
from shared.web.kit.words import by_word
from shared.web.problem import Problem

FOUND = select(relationships)
MOST = 500
"""Of one organization or person that are shown on its page."""
MOST_PEOPLE = 300


COLUMNS = (
    attribute("target", "Für"),
    attribute("type", "Beziehung"),
    attribute("source", "Wer"),
    attribute("contact_order", "Reihenfolge"),
    attribute("valid_from", "Ab"),
    attribute("last_day", "Bis"),
    attribute("state", "Stand"),
    attribute("agreed_on", "Vereinbart am"),
    attribute("reference", "Fundstelle"),
)


def is_in(state: State, today: date | ColumnElement[date]) -> ColumnElement[bool]:
    """Those that are in a state on that day, as ``state_of`` says of one."""
    start, end = Relationship.valid_from, Relationship.valid_to
    if state is State.COMING:
        return start > today
    if state is State.OVER:
        return and_(start <= today, end <= today)
    return and_(start <= today, or_(end.is_(None), end > today))


_ACTIVE = (
    select(Relationship)
    .where(
        Relationship.tenant == bindparam("tenant"),
        is_in(State.ACTIVE, bindparam("today", type_=Date())),
    )
    .order_by(Relationship.type, Relationship.contact_order, Relationship.id)
)
_ACTIVE_OF = _ACTIVE.where(in_list(relationships.c.from_person_id, "people"))
_ENDS = [relationships.c[name] for name in ("to_organization_id", "from_organization_id")]
_ACTIVE_AT = _ACTIVE.where(or_(*(in_list(each, "ids") for each in _ENDS)))


async def page_of(
    session: AsyncSession,
    tenant: str,
    search: RelationshipSearch,
    page: KeysetRequest,
    today: date,
) -> Page[Related]:
    """The municipality's, by the organization they are there for."""
    query, name = organizations.with_organization(
        _wanted(tenant, search, today), Relationship.to_organization_id
    )
    by = (name.label("target"), Relationship.type, Relationship.contact_order, Relationship.id)
    sorts = (by_word(Relationship.type, RelationshipType), Relationship.valid_from)
    found = await paginate(session, query, page, by=by, sorts=sorts, columns=COLUMNS)

    async def describe(later: AsyncSession, rows: Sequence[Relationship]) -> list[Related]:
        return await named(later, tenant, rows, today)

    return await described(session, found, describe)


def _wanted(tenant: str, search: RelationshipSearch, today: date) -> Select[Any]:
    query = select(Relationship).where(Relationship.tenant == tenant)
    if search.type:
        query = query.where(Relationship.type == search.type)
    if search.state:
        query = query.where(is_in(search.state, today))
    if search.organization_id:
        query = query.where(_is_at(search.organization_id))
    if search.person_id:
        query = query.where(Relationship.from_person_id == search.person_id)
    if search.text:
        called = organizations.schools_called(tenant, search.text)
        ends = (Relationship.to_organization_id, Relationship.from_organization_id)
        query = query.where(or_(*(end.in_(called) for end in ends)))
    return query


def _is_at(organization_id: UUID) -> ColumnElement[bool]:
    return or_(
        Relationship.to_organization_id == organization_id,
        Relationship.from_organization_id == organization_id,
    )


async def of_organization(
    session: AsyncSession, tenant: str, organization_id: UUID, today: date
) -> list[Related]:
    """From either end: what holds first, by type, and who is to be asked first."""
    return await _of(session, tenant, _is_at(organization_id), today)


async def of_person(
    session: AsyncSession, tenant: str, person_id: UUID, today: date
) -> list[Related]:
    """For whom somebody is there."""
    return await _of(session, tenant, Relationship.from_person_id == person_id, today)


async def active_of(
    session: AsyncSession, tenant: str, people: Collection[UUID], today: date
) -> list[Related]:
    """What these people are there for on a day, by type, and who is to be asked first."""
    given = {"tenant": tenant, "people": list(people), "today": today}
    rows = (await session.scalars(_ACTIVE_OF, given)).all()
    return await named(session, tenant, rows, today)


async def active_at(
    session: AsyncSession, tenant: str, ids: Collection[UUID], today: date
) -> list[Related]:
    """All that hold on a day and start or end at one of these organizations."""
    given = {"tenant": tenant, "ids": list(ids), "today": today}
    rows = (await session.scalars(_ACTIVE_AT, given)).all()
    return await named(session, tenant, rows, today)


def is_served(
    organization_id: ColumnElement[UUID],
    type_: RelationshipType | ColumnElement[RelationshipType],
    today: date,
) -> ColumnElement[bool]:
    """Whether somebody or something is there for an organization, as this, on a day."""
    query = select(Relationship.id).where(
        Relationship.to_organization_id == organization_id,
        Relationship.type == type_,
        is_in(State.ACTIVE, today),
    )
    return query.exists()


async def served(
    session: AsyncSession, tenant: str, today: date
) -> set[tuple[RelationshipType, UUID]]:
    """Which organizations somebody or something is there for on a day, and as what."""
    query = select(Relationship.type, Relationship.to_organization_id).where(
        Relationship.tenant == tenant, is_in(State.ACTIVE, today)
    )
    return {(row.type, row.to_organization_id) for row in await session.execute(query)}


async def _of(
    session: AsyncSession, tenant: str, theirs: ColumnElement[bool], today: date
) -> list[Related]:
    query = select(Relationship).where(Relationship.tenant == tenant, theirs)
    rows = (await session.scalars(query.order_by(Relationship.valid_from.desc()).limit(MOST))).all()
    states = list(State)
    return sorted(
        await named(session, tenant, rows, today),
        key=lambda each: (
            states.index(each.state),
            each.type,
            each.contact_order,
            each.target,
            each.source,
        ),
    )


async def one(session: AsyncSession, tenant: str, relationship_id: UUID) -> Relationship:
    """One of the municipality's; raises ``Problem``."""
    mine = (Relationship.tenant == tenant, Relationship.id == relationship_id)
    found = (await session.scalars(select(Relationship).where(*mine))).one_or_none()
    if found is None:
        raise Problem(404, "relationship-not-found", "There is no such relationship")
    return found


async def alike(session: AsyncSession, row: Relationship) -> Sequence[Relationship]:
    """Those of the same type between the same."""
    same = [
        getattr(Relationship, name) == getattr(row, name)
        for name in ("tenant", "type", "to_organization_id")
    ]
    source = (
        Relationship.from_organization_id == row.from_organization_id
        if row.from_organization_id
        else Relationship.from_person_id == row.from_person_id
    )
    return (await session.scalars(select(Relationship).where(*same, source))).all()


async def named(
    session: AsyncSession, tenant: str, rows: Collection[Relationship], today: date
) -> list[Related]:
    """The same with the names of both ends."""
    ids = {each.to_organization_id for each in rows}
    ids |= {each.from_organization_id for each in rows if each.from_organization_id}
    called = await organizations.names_of_organizations(session, ids, [tenant])
    called |= await names_of(session, {e.from_person_id for e in rows if e.from_person_id})
    return [_related(each, called, today) for each in rows]


def _related(row: Relationship, called: dict[UUID, str], today: date) -> Related:
    source = row.from_organization_id or row.from_person_id
    return Related(
        id=row.id,
        type=row.type,
        from_organization_id=row.from_organization_id,
        from_person_id=row.from_person_id,
        source=called.get(source, "") if source else "",
        to_organization_id=row.to_organization_id,
        target=called.get(row.to_organization_id, ""),
        valid_from=row.valid_from,
        last_day=row.last_day,
        state=state_of(row.valid_from, row.valid_to, today),
        contact_order=row.contact_order,
        agreed_on=row.agreed_on,
        reference=row.reference,
        version=row.version,
    )


async def beginning(
    session: AsyncSession, tenant: str, asked: Asked, today: date
) -> Beginning | None:
    """What a form for a new one begins with; None while it is not said of what type it is.

    Raises ``Problem`` for an organization or a relationship that is not there.
    """
    replaced = None
    if asked.replaces:
        row = await one(session, tenant, asked.replaces)
        [replaced] = await named(session, tenant, [row], today)
        asked = Asked(type=row.type, to=row.to_organization_id)
    key = asked.known
    if asked.type is None or key is None:
        return None
    known = await organizations.organization(session, tenant, key)
    ends = ends_of(asked.type)
    if known.kind not in (ends.sources if asked.starts else ends.targets):
        raise Problem(404, "relationship-not-found", "There is no such relationship")
    kinds = ends.targets if asked.starts else ends.sources
    offered = await organizations.choices(session, tenant, kinds, today) if kinds else []
    choices = [(f"{ORGANIZATION}{each}", name) for each, name in offered]
    if ends.people and not asked.starts:
        people = await known_people(session, tenant)
        choices = [*((f"{PERSON}{each}", name) for each, name in people), *choices]
    related = await of_organization(session, tenant, key, today)
    now = [each for each in related if each.type == asked.type and each.state is not State.OVER]
    return Beginning(
        type=asked.type,
        known=key,
        name=known.name,
        from_known=asked.starts,
        choices=[each for each in choices if each[0] != f"{ORGANIZATION}{key}"],
        now=now,
        replaced=replaced,
    )


async def known_people(session: AsyncSession, tenant: str) -> list[tuple[UUID, str]]:
    """Who is there for some organization already, by name."""
    query = select(relationships.c.from_person_id).where(
        relationships.c.tenant == tenant, relationships.c.from_person_id.is_not(None)
    )
    ids = await session.scalars(query.distinct().limit(MOST_PEOPLE))
    found = await people_by_id(session, tenant, ids)
    in_order = sorted(found.values(), key=lambda each: (each.name_key, each.given_name, each.id))
    return [(each.id, f"{each.given_name} {each.family_name}") for each in in_order]
