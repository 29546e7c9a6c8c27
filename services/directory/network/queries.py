"""Nodes with their neighbours, and what is missing."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncSession

from services.directory.network import rules
from services.directory.network.forms import NetworkSearch
from services.directory.network.values import PERSON, Gap, Link, Node
from services.directory.organizations import queries as organizations
from services.directory.relationships import queries as relationships
from services.directory.relationships.values import Related
from shared.contracts.directory import OrganizationKind
from shared.database.paging import KeysetRequest, Page, attribute, described

MOST_PARTS = 500
COLUMNS = tuple(
    attribute(*each)
    for each in (
        ("name", "Organisation"),
        ("kind", "Art"),
        ("count", "Verbindungen"),
        ("neighbours", "Verbunden mit"),
    )
)


async def page_of(
    session: AsyncSession, tenant: str, search: NetworkSearch, page: KeysetRequest, today: date
) -> Page[Node]:
    """The municipality's organizations by name, each with its neighbours on that day."""
    wanted = organizations.search_for(search.text, search.kind)
    found = await organizations.page_of(session, tenant, wanted, page)

    async def describe(later: AsyncSession, rows: Sequence[Any]) -> list[Node]:
        return await _nodes(later, tenant, rows, today)

    return replace(await described(session, found, describe), columns=COLUMNS)


async def gaps(session: AsyncSession, tenant: str, today: date) -> list[Gap]:
    """What schools lack on that day."""
    schools = await organizations.all_schools(session, tenant)
    return rules.gaps(schools, await relationships.served(session, tenant, today))


async def _nodes(
    session: AsyncSession, tenant: str, rows: Sequence[Any], today: date
) -> list[Node]:
    ids = [each.id for each in rows]
    related = await relationships.active_at(session, tenant, ids, today)
    parts = await organizations.parts_of(session, tenant, ids, MOST_PARTS)
    others = {each.part_of for each in rows if each.part_of}
    others |= {each.to_organization_id for each in related}
    others |= {each.from_organization_id for each in related if each.from_organization_id}
    known = await organizations.organizations_by_id(session, tenant, others)
    return [
        Node(
            each.id,
            each.name,
            each.kind,
            [
                *(_whole(known[each.part_of]) for _ in (1,) if each.part_of in known),
                *(Link("dazu gehört", p.name, p.id, p.kind) for p in parts if p.part_of == each.id),
                *_links(each.id, related, known),
            ],
        )
        for each in rows
    ]


def _whole(row: Row[Any]) -> Link:
    return Link("gehört zu", row.name, row.id, OrganizationKind(row.kind))


def _links(key: UUID, related: Sequence[Related], known: dict[UUID, Row[Any]]) -> list[Link]:
    found = []
    for each in related:
        if key not in (each.to_organization_id, each.from_organization_id):
            continue
        called, name, other = each.seen_from(key)
        if other in known:
            found.append(Link(called, name, known[other].id, known[other].kind))
        elif each.from_person_id:
            found.append(Link(called, name, each.from_person_id, PERSON))
    return found
