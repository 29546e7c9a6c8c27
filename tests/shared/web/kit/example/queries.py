"""What the pages of organizations read."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from shared.contracts.directory import OrganizationKind
from shared.database.paging import KeysetRequest, Page, paginate
from shared.web.kit.words import by_word
from tests.shared.web.kit.example.forms import OrganizationSearch
from tests.shared.web.kit.example.models import Organization


async def organizations(
    session: AsyncSession, tenant: str, search: OrganizationSearch, page: KeysetRequest
) -> Page[Organization]:
    """The municipality's organizations by name."""
    query = select(Organization).where(Organization.tenant == tenant)
    if search.text:
        query = query.where(Organization.matches(search.text))
    if search.kind:
        query = query.where(Organization.kind == search.kind)
    by = (Organization.name, Organization.id)
    sorts = (by_word(Organization.kind, OrganizationKind), Organization.school_number)
    return await paginate(session, query, page, by=by, sorts=sorts)


async def organization(session: AsyncSession, tenant: str, organization_id: UUID) -> Organization:
    """One of them; raises ``NoResultFound``."""
    return await session.get_one(Organization, (tenant, organization_id))
