"""Organizations as the coordination office keeps them."""

from uuid import UUID

from fastapi import Request, Response

from services.directory.documents import queries as documents
from services.directory.organizations import queries, use_cases
from services.directory.organizations.forms import SCHOOLS, OrganizationForm, OrganizationSearch
from shared.context import Reading
from shared.web.audit import looked
from shared.web.kit.editing import offer_edit, offer_new
from shared.web.kit.forms import Search
from shared.web.kit.imports import offer_import
from shared.web.kit.lists import PageRequest
from shared.web.kit.person import Coordinator
from shared.web.kit.router import PageRouter

pages = PageRouter(__package__, prefix="/organisationen", audience=Coordinator)


@pages.get("")
async def list_organizations(
    request: Request,
    me: Coordinator,
    session: Reading,
    search: Search[OrganizationSearch],
    page: PageRequest,
) -> Response:
    """The municipality's organizations by name."""
    found = await queries.page_of(session, me.tenant, search, page)
    return pages.render(request, "organizations.html", search=search, page=found)


offer_new(pages, "Neue Organisation", OrganizationForm, use_cases.add)
offer_import(pages, SCHOOLS, use_cases.preview, use_cases.carry_out)


@pages.get("/{organization_id}", dependencies=[looked])
async def show_organization(
    request: Request, me: Coordinator, session: Reading, organization_id: UUID
) -> Response:
    """One organization, and who acts for it."""
    found = await queries.organization(session, me.tenant, organization_id)
    people = await queries.contacts_of(session, me.tenant, organization_id)
    kept = await documents.of_organization(session, me.tenant, organization_id)
    return pages.render(
        request, "organization.html", organization=found, people=people, documents=kept
    )


offer_edit(
    pages,
    "Organisation bearbeiten",
    OrganizationForm,
    queries.organization,
    use_cases.change,
)
