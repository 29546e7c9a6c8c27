"""Projects, which everybody in the network sees and the office keeps."""

from uuid import UUID

from fastapi import Request, Response
from sqlalchemy.exc import NoResultFound

from services.trainings.actions import queries as actions
from services.trainings.minutes.values import paragraphs
from services.trainings.projects import queries, use_cases
from services.trainings.projects.forms import ProjectForm, ProjectSearch, ResultForm
from shared.clock import local_date
from shared.context import CurrentContext, Reading, Uow
from shared.contracts.accounts import AccessRole
from shared.contracts.projects import PROJECTS
from shared.web import audit
from shared.web.audit import looked
from shared.web.kit.forms import Entered, Posted, Search
from shared.web.kit.lists import PageRequest
from shared.web.kit.person import Coordinator, Network
from shared.web.kit.router import PageRouter

pages = PageRouter(__package__, prefix=PROJECTS.removeprefix("/trainings"), audience=Network)
FORM = "kit/form.html"
RESULT = "/{project_id}/ergebnis"


@pages.get("")
async def list_projects(
    request: Request,
    me: Network,
    session: Reading,
    search: Search[ProjectSearch],
    page: PageRequest,
) -> Response:
    """By their titles."""
    found = await queries.page_of(session, me.tenant, search, page)
    office = me.role is AccessRole.COORDINATOR
    return pages.render(request, "projects.html", search=search, page=found, office=office)


@pages.get("/neu")
async def ask_for_project(request: Request, me: Coordinator) -> Response:
    """The form."""
    return _new(request, ProjectForm.empty())


@pages.post("/neu")
async def add_project(
    request: Request, me: Coordinator, uow: Uow, form: Posted[ProjectForm]
) -> Response:
    """The network sees it at once."""
    if form.value is None:
        return _new(request, form)
    row = await use_cases.add(uow, me, form.value)
    audit.about(request, row.id)
    return pages.saved(request, to=pages.address(request, row.id))


@pages.get("/{project_id}", dependencies=[looked])
async def show_project(
    request: Request, me: Network, here: CurrentContext, session: Reading, project_id: UUID
) -> Response:
    """One, with its steps."""
    found = await queries.shown(session, me.tenant, project_id)
    today = local_date(here.clock.now())
    return pages.render(
        request,
        "project.html",
        project=found,
        goal=paragraphs(found.goal),
        steps=await actions.of_project(session, me.tenant, project_id, today),
        office=me.role is AccessRole.COORDINATOR,
    )


@pages.get("/{project_id}/bearbeiten")
async def ask_for_change(
    request: Request, me: Coordinator, session: Reading, project_id: UUID
) -> Response:
    """The same form."""
    known = await queries.known(session, me.tenant, project_id)
    return _change(request, project_id, ProjectForm.filled(known))


@pages.post("/{project_id}/bearbeiten")
async def change_project(
    request: Request, me: Coordinator, uow: Uow, project_id: UUID, form: Posted[ProjectForm]
) -> Response:
    """Whoever was slower sees both."""
    await queries.one(uow.session, me.tenant, project_id)
    if form.value is None:
        return _change(request, project_id, form)
    await use_cases.change(uow, me, project_id, form.value)
    return pages.saved(request, to=pages.address(request, project_id))


@pages.get(RESULT)
async def read_result(
    request: Request, me: Network, session: Reading, project_id: UUID
) -> Response:
    """Once it is published."""
    found = await queries.shown(session, me.tenant, project_id)
    if found.published_at is None:
        raise NoResultFound
    parts, above = paragraphs(found.result), [(found.title, pages.address(request, project_id))]
    return pages.render(request, "result.html", project=found, parts=parts, above=above)


@pages.get(f"{RESULT}/schreiben")
async def ask_for_result(
    request: Request, me: Coordinator, session: Reading, project_id: UUID
) -> Response:
    """What came of it."""
    row = await queries.one(session, me.tenant, project_id)
    known = {"result": row.result, "version": row.version}
    form = ResultForm.filled(known | {"published": row.published_at is not None})
    return _result(request, project_id, form)


@pages.post(f"{RESULT}/schreiben")
async def write_result(
    request: Request, me: Coordinator, uow: Uow, project_id: UUID, form: Posted[ResultForm]
) -> Response:
    """For the network, or to be gone on with."""
    await queries.one(uow.session, me.tenant, project_id)
    if form.value is None:
        return _result(request, project_id, form)
    await use_cases.report(uow, me, project_id, form.value)
    return pages.saved(request, to=pages.address(request, project_id))


def _new(request: Request, form: Entered[ProjectForm]) -> Response:
    back = pages.address(request)
    return pages.render(request, FORM, title="Neues Projekt", form=form, back=back)


def _change(request: Request, project_id: UUID, form: Entered[ProjectForm]) -> Response:
    back = pages.address(request, project_id)
    return pages.render(request, FORM, title="Projekt bearbeiten", form=form, back=back)


def _result(request: Request, project_id: UUID, form: Entered[ResultForm]) -> Response:
    back = pages.address(request, project_id)
    return pages.render(request, FORM, title="Ergebnis des Projekts", form=form, back=back)
