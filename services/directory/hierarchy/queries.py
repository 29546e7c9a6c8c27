"""The way up from an organization, and what may have parts."""

from typing import Any
from uuid import UUID

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncSession

from services.directory.hierarchy.values import HAVE_PARTS
from services.directory.organizations import queries as organizations
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


async def offered(session: AsyncSession, me: Me) -> dict[str, list[tuple[str, str]]]:
    """What a form offers as wholes, by the form's field."""
    return {"part_of": await organizations.choices(session, me.tenant, HAVE_PARTS)}
