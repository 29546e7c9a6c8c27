"""Organizations as the coordination office keeps them."""

from uuid import UUID

from fastapi import Request, Response

from shared.context import Reading, Uow
from shared.web.kit.forms import Posted, Search
from shared.web.kit.lists import PageRequest
from shared.web.kit.person import Coordinator
from shared.web.kit.router import PageRouter
from tests.shared.web.kit.example import queries, use_cases
from tests.shared.web.kit.example.forms import OrganizationForm, OrganizationSearch, SchoolList

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
    found = await queries.organizations(session, me.tenant, search, page)
    return pages.render(request, "organizations.html", search=search, page=found)


@pages.get("/neu")
async def new_organization(request: Request) -> Response:
    """An empty form."""
    return pages.render(request, "organization.html", form=OrganizationForm.empty())


@pages.post("/neu")
async def add_organization(
    request: Request, me: Coordinator, uow: Uow, form: Posted[OrganizationForm]
) -> Response:
    """Store it, or show the form again with its errors."""
    if form.value is None:
        return pages.render(request, "organization.html", form=form)
    added = await use_cases.add(uow, me, form.value)
    return pages.saved(request, to=pages.address(request, added))


@pages.get("/import")
async def ask_for_schools(request: Request) -> Response:
    """A form for a school list."""
    return pages.render(request, "import.html", form=SchoolList.empty())


@pages.post("/import")
async def import_schools(
    request: Request, me: Coordinator, uow: Uow, form: Posted[SchoolList]
) -> Response:
    """Store the schools of a list."""
    if form.value is None:
        return pages.render(request, "import.html", form=form)
    count = await use_cases.import_hires(uow, me, form.value.file)
    return pages.saved(request, f"{count} Schulen übernommen.", to=pages.address(request))


@pages.get("/{organization_id}")
async def show_organization(
    request: Request, me: Coordinator, session: Reading, organization_id: UUID
) -> Response:
    """One organization in a form."""
    organization = await queries.organization(session, me.tenant, organization_id)
    return pages.render(request, "organization.html", form=OrganizationForm.filled(organization))


@pages.post("/{organization_id}")
async def change_organization(
    request: Request,
    me: Coordinator,
    uow: Uow,
    organization_id: UUID,
    form: Posted[OrganizationForm],
) -> Response:
    """Store it, or show the form again with its errors."""
    if form.value is None:
        return pages.render(request, "organization.html", form=form)
    await use_cases.change(uow, me, organization_id, form.value)
    return pages.saved(request)


@pages.get("/{organization_id}/loeschen")
async def ask_before_removing(
    request: Request, me: Coordinator, session: Reading, organization_id: UUID
) -> Response:
    """Ask whether it is really meant."""
    organization = await queries.organization(session, me.tenant, organization_id)
    consequence = f"{organization.name} verschwindet aus allen Listen."
    return pages.confirm(request, "Organisation löschen?", consequence, button="Endgültig löschen")


@pages.post("/{organization_id}/loeschen")
async def remove_organization(
    request: Request, me: Coordinator, uow: Uow, organization_id: UUID
) -> Response:
    """Delete it everywhere."""
    await use_cases.remove(uow, me, organization_id)
    return pages.saved(request, "Gelöscht.", to=pages.address(request))
