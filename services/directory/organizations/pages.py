"""Organizations as the coordination office keeps them."""

from uuid import UUID

from fastapi import Request, Response

from services.directory.closures.queries import followed_by
from services.directory.coordination.queries import history
from services.directory.documents import queries as documents
from services.directory.documents.values import Of, OwnerKind
from services.directory.hierarchy.queries import above, offered, parts_of
from services.directory.organizations import queries, use_cases
from services.directory.organizations.forms import OrganizationForm, OrganizationSearch
from services.directory.relationships.queries import of_organization
from shared.clock import local_date
from shared.context import CurrentContext, Reading
from shared.contracts.directory import OrganizationKind
from shared.web.audit import looked
from shared.web.kit.editing import offer_edit, offer_new
from shared.web.kit.forms import Search
from shared.web.kit.lists import PageRequest
from shared.web.kit.person import Coordinator
from shared.web.kit.router import PageRouter

pages = PageRouter(__package__, prefix="/organisationen", audience=Coordinator)
SHOWN_PARTS = 20
_OFFICE = OrganizationKind.MUNICIPALITY
KNOWN = ("valid_from", "district", "topics", "phone", "coordination_hours")


@pages.get("")
async def list_organizations(
    request: Request,
    me: Coordinator,
    here: CurrentContext,
    session: Reading,
    search: Search[OrganizationSearch],
    page: PageRequest,
) -> Response:
    """The municipality's organizations by name."""
    found = await queries.list_of(session, me.tenant, search, page, local_date(here.clock.now()))
    whole = None
    if search.part_of:
        whole = await queries.organization(session, me.tenant, search.part_of)
    return pages.render(request, "organizations.html", search=search, page=found, whole=whole)


offer_new(pages, "Neue Organisation", OrganizationForm, use_cases.add, offering=offered)


@pages.get("/{organization_id}", dependencies=[looked])
async def show_organization(
    request: Request,
    me: Coordinator,
    here: CurrentContext,
    session: Reading,
    organization_id: UUID,
) -> Response:
    """One organization, who acts for it, and who is there for it."""
    today = local_date(here.clock.now())
    found = await queries.organization(session, me.tenant, organization_id)
    wholes = await above(session, me.tenant, found.part_of)
    parts = await parts_of(session, me.tenant, [organization_id], SHOWN_PARTS + 1, today)
    named = [found.successor_id] if found.successor_id else []
    of = Of(OwnerKind.ORGANIZATION, organization_id)
    return pages.render(
        request,
        "organization.html",
        standing=found.standing(today),
        successor=await queries.names_of_organizations(session, named, [me.tenant]),
        followed=await followed_by(session, me.tenant, organization_id),
        hours=await history(session, me.tenant) if found.kind == _OFFICE else (),
        documents=await documents.kept_with(session, me.tenant, of),
        organization=found,
        people=await queries.contacts_of(session, me.tenant, organization_id),
        crumbs_above=[(each.name, pages.address(request, each.id)) for each in wholes],
        known=tuple(name for name in KNOWN if getattr(found, name) is not None),
        parts=parts[:SHOWN_PARTS],
        related=await of_organization(session, me.tenant, organization_id, today),
        more=len(parts) > SHOWN_PARTS,
        back=pages.address(request),
    )


offer_edit(
    pages,
    "Organisation bearbeiten",
    OrganizationForm,
    queries.organization,
    use_cases.change,
    offering=offered,
)
