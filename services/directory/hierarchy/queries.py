"""The way up from an organization, and what may have parts."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.directory.hierarchy.values import HAVE_PARTS
from services.directory.organizations import queries as organizations
from services.directory.organizations.values import closed_by
from shared.contracts.directory import OrganizationKind
from shared.web.sessions.person import Me

MOST_LEVELS = 10
"""Of a hierarchy that are shown."""


async def above(session: AsyncSession, tenant: str, whole: UUID | None) -> list[Row[Any]]:
    """An organization and what it is a part of, outermost first."""
    found: list[Row[Any]] = []
    while whole is not None and len(found) < MOST_LEVELS:
        found += (await organizations.organizations_by_id(session, tenant, [whole])).values()
        whole = found[-1].part_of
    return found[::-1]


def with_branches(tenant: str, carrier_id: UUID) -> Select[Any]:
    """The ids of a carrier and of the carriers that are a part of it, however far down."""
    known = organizations.ORGANIZATIONS.selected_columns
    mine = (known.tenant == tenant, known.kind == OrganizationKind.CARRIER.value)
    carriers = select(known.id).where(*mine)
    found = carriers.where(known.id == carrier_id).cte("branches", recursive=True)
    every = found.union(carriers.where(known.part_of == found.c.id))
    return select(every.c.id)


async def parts_of(
    session: AsyncSession, tenant: str, ids: Collection[UUID], limit: int, today: date
) -> Sequence[Row[Any]]:
    """The first of their parts by name, without those that are closed."""
    known = organizations.ORGANIZATIONS.selected_columns
    theirs = (known.tenant == tenant, known.part_of.in_(ids), organizations.not_closed(today))
    query = organizations.ORGANIZATIONS.where(*theirs).order_by(known.name_key, known.id)
    return (await session.execute(query.limit(limit))).all()


async def open_by_id(
    session: AsyncSession, tenant: str, ids: Collection[UUID], today: date
) -> dict[UUID, Row[Any]]:
    """These organizations by id, without those that are closed."""
    found = await organizations.organizations_by_id(session, tenant, ids)
    return {key: row for key, row in found.items() if not closed_by(row.valid_to, today)}


async def wholes(session: AsyncSession, tenant: str) -> dict[UUID, UUID | None]:
    """Of what each of those is a part that have parts themselves."""
    known = organizations.ORGANIZATIONS.selected_columns
    mine = (known.tenant == tenant, known.kind.in_(HAVE_PARTS))
    found = await session.execute(select(known.id, known.part_of).where(*mine))
    return {row.id: row.part_of for row in found}


async def offered(session: AsyncSession, me: Me, today: date) -> dict[str, list[tuple[str, str]]]:
    """What a form offers as wholes, by the form's field."""
    return {"part_of": await organizations.choices(session, me.tenant, HAVE_PARTS, today)}
