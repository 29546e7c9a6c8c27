"""Organizations as the coordination office keeps them."""

from uuid import UUID

from fastapi import Request, Response

from services.directory.organizations import queries, use_cases
from services.directory.organizations.forms import (
    OrganizationForm,
    OrganizationSearch,
    SchoolListUpload,
    SeenList,
)
from services.directory.organizations.values import Plan
from shared.context import CurrentContext, Reading, Uow
from shared.german import number
from shared.web.kit.forms import Posted, Search
from shared.web.kit.lists import PageRequest
from shared.web.kit.person import Coordinator
from shared.web.kit.router import PageRouter
from shared.web.kit.uploads import kept, unkept

pages = PageRouter(__package__, prefix="/organisationen", audience=Coordinator)
TOO_OLD = "Die Vorschau ist älter als eine Stunde. Bitte wählen Sie die Datei noch einmal."


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


@pages.get("/neu")
async def new_organization(request: Request) -> Response:
    """An empty form."""
    return pages.render(request, "form.html", form=OrganizationForm.empty())


@pages.post("/neu")
async def add_organization(
    request: Request, me: Coordinator, uow: Uow, form: Posted[OrganizationForm]
) -> Response:
    """Store it, or show the form again with its errors."""
    if form.value is None:
        return pages.render(request, "form.html", form=form)
    added = await use_cases.add(uow, me, form.value)
    return pages.saved(request, to=pages.address(request, added.id))


@pages.get("/import")
async def ask_for_schools(request: Request) -> Response:
    """A form for a school list."""
    return pages.render(request, "import.html", form=SchoolListUpload.empty())


@pages.post("/import")
async def preview_import(
    request: Request,
    me: Coordinator,
    here: CurrentContext,
    session: Reading,
    form: Posted[SchoolListUpload],
) -> Response:
    """Show what the list would change; nothing is stored yet."""
    if form.value is None:
        return pages.render(request, "import.html", form=form)
    content = form.value.file.content
    plan = await use_cases.preview(here, session, me, content)
    return _preview(request, plan, content)


@pages.post("/import/uebernehmen")
async def import_schools(
    request: Request, me: Coordinator, here: CurrentContext, uow: Uow, form: Posted[SeenList]
) -> Response:
    """Store what the preview has shown, or show it anew if it has become something else."""
    if (found := unkept(request, form.typed["kept"])) is None:
        again = SchoolListUpload.empty().refused("file", TOO_OLD)
        return pages.render(request, "import.html", form=again)
    content, seen = found
    plan = await use_cases.import_schools(here, uow, me, content, seen)
    if plan.digest != seen:
        return _preview(request, plan, content, 409)
    count = plan.effective
    text = "1 Schule übernommen." if count == 1 else f"{number(count)} Schulen übernommen."
    return pages.saved(request, text, to=pages.address(request))


def _preview(request: Request, plan: Plan, content: bytes, status: int = 200) -> Response:
    sealed = kept(request, content, plan.digest)
    return pages.render(request, "preview.html", status, plan=plan, kept=sealed, anew=status != 200)


@pages.get("/{organization_id}")
async def show_organization(
    request: Request, me: Coordinator, session: Reading, organization_id: UUID
) -> Response:
    """One organization, and who acts for it."""
    found = await queries.organization(session, me.tenant, organization_id)
    people = await queries.contacts_of(session, me.tenant, organization_id)
    return pages.render(request, "organization.html", organization=found, people=people)


@pages.get("/{organization_id}/bearbeiten")
async def edit_organization(
    request: Request, me: Coordinator, session: Reading, organization_id: UUID
) -> Response:
    """What is stored, in a form."""
    organization = await queries.organization(session, me.tenant, organization_id)
    return pages.render(request, "form.html", form=OrganizationForm.filled(organization))


@pages.post("/{organization_id}/bearbeiten")
async def change_organization(
    request: Request,
    me: Coordinator,
    uow: Uow,
    organization_id: UUID,
    form: Posted[OrganizationForm],
) -> Response:
    """Store it, or show the form again with its errors."""
    if form.value is None:
        return pages.render(request, "form.html", form=form)
    await use_cases.change(uow, me, organization_id, form.value)
    return pages.saved(request, to=pages.address(request, organization_id))
