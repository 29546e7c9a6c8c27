"""What the pages about results read beside them."""

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.surveys.models import Organization
from shared.contracts.directory import OrganizationKind


async def municipalities(session: AsyncSession, keys: Collection[str]) -> list[tuple[str, str]]:
    """Key and name of each, by name; the key where we have no copy of it."""
    query = select(Organization.tenant, Organization.name).where(
        Organization.kind == OrganizationKind.MUNICIPALITY, Organization.tenant.in_(keys)
    )
    names = dict(iter(await session.execute(query)))
    return sorted(((key, names.get(key, key)) for key in keys), key=lambda each: each[1])
