"""The network as the coordination office sees it, what is missing in it, and what is to be done."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from fastapi import Request, Response
from sqlalchemy.ext.asyncio import AsyncSession

from services.directory.network import queries, rules, use_cases
from services.directory.network.forms import GapSearch, NetworkSearch, TaskForm, TaskSearch
from shared.clock import local_date
from shared.context import Context, CurrentContext, Reading, Uow
from shared.contracts.relationships import RelationshipType
from shared.web import audit
from shared.web.audit import looked
from shared.web.kit.forms import Entered, Posted, Search
from shared.web.kit.lists import PageRequest
from shared.web.kit.person import Coordinator
from shared.web.kit.router import PageRouter
from shared.web.sessions.person import Me

pages = PageRouter(__package__, prefix="/netzwerk", audience=Coordinator)
TASKS = "aufgaben"
USUAL = timedelta(days=28)
"""Until a new one is due."""


@pages.get("", dependencies=[looked])
async def show_network(
    request: Request,
    me: Coordinator,
    here: CurrentContext,
    session: Reading,
    search: Search[NetworkSearch],
    page: PageRequest,
) -> Response:
    """Each organization with its neighbours; the picture shows the same."""
    today = local_date(here.clock.now())
    found = await queries.page_of(session, me.tenant, search, page, today)
    missing = await queries.count_gaps(session, me.tenant, today)
    pictures = [rules.drawn(found.items), rules.drawn(found.items, narrow=True)]
    root = request.scope.get("root_path", "")
    return pages.render(
        request,
        "network.html",
        search=search,
        page=found,
        pictures=pictures,
        missing=missing,
        root=root,
    )


@pages.get("/fehlend")
async def list_gaps(
    request: Request,
    me: Coordinator,
    here: CurrentContext,
    session: Reading,
    search: Search[GapSearch],
    page: PageRequest,
) -> Response:
    """What schools lack, to be worked through."""
    today = local_date(here.clock.now())
    found = await queries.page_of_gaps(session, me.tenant, search, page, today)
    root = request.scope.get("root_path", "")
    return pages.render(request, "gaps.html", search=search, page=found, root=root)


@pages.get("/aufgaben", dependencies=[looked])
async def list_tasks(
    request: Request,
    me: Coordinator,
    here: CurrentContext,
    session: Reading,
    search: Search[TaskSearch],
    page: PageRequest,
) -> Response:
    """What the office means to do about that."""
    today = local_date(here.clock.now())
    found = await queries.page_of_tasks(session, me.tenant, search, page, today)
    return pages.render(request, "tasks.html", search=search, page=found)


@pages.get("/fehlend/{organization_id}/{kind}")
async def ask_for_task(
    request: Request,
    me: Coordinator,
    here: CurrentContext,
    session: Reading,
    organization_id: UUID,
    kind: RelationshipType,
) -> Response:
    """By when, and who?"""
    known = {"due_on": local_date(here.clock.now()) + USUAL}
    asked = (organization_id, kind)
    return await _new(request, me, here, session, asked, TaskForm.empty(**known))


@pages.post("/fehlend/{organization_id}/{kind}")
async def add_task(
    request: Request,
    me: Coordinator,
    here: CurrentContext,
    uow: Uow,
    organization_id: UUID,
    kind: RelationshipType,
    form: Posted[TaskForm],
) -> Response:
    """Somebody sees to it."""
    if form.value is None:
        return await _new(request, me, here, uow.session, (organization_id, kind), form)
    row = await use_cases.add(uow, me, organization_id, kind, form.value)
    audit.about(request, row.id)
    return pages.saved(request, "Aufgabe angelegt.", to=pages.address(request, TASKS, row.id))


@pages.get("/aufgaben/{gap_task_id}", dependencies=[looked])
async def show_task(
    request: Request, me: Coordinator, here: CurrentContext, session: Reading, gap_task_id: UUID
) -> Response:
    """One of them."""
    row = await queries.task(session, me.tenant, gap_task_id)
    found = await queries.shown(session, me.tenant, row, local_date(here.clock.now()))
    root = request.scope.get("root_path", "")
    return pages.render(request, "task.html", task=found, root=root)


@pages.get("/aufgaben/{gap_task_id}/bearbeiten")
async def ask_change(
    request: Request, me: Coordinator, here: CurrentContext, session: Reading, gap_task_id: UUID
) -> Response:
    """Another day, or somebody else."""
    form = TaskForm.filled(await queries.task(session, me.tenant, gap_task_id))
    return await _edit(request, me, here, session, form)


@pages.post("/aufgaben/{gap_task_id}/bearbeiten")
async def change_task(
    request: Request,
    me: Coordinator,
    here: CurrentContext,
    uow: Uow,
    gap_task_id: UUID,
    form: Posted[TaskForm],
) -> Response:
    """Store it."""
    if form.value is None:
        await queries.task(uow.session, me.tenant, gap_task_id)
        return await _edit(request, me, here, uow.session, form)
    await use_cases.change(uow, me, gap_task_id, form.value)
    return pages.saved(request, to=pages.address(request, TASKS, gap_task_id))


@pages.post("/aufgaben/{gap_task_id}/erledigt")
async def finish_task(request: Request, me: Coordinator, uow: Uow, gap_task_id: UUID) -> Response:
    """It is done."""
    await use_cases.finish(uow, me, gap_task_id)
    return pages.saved(request, "Erledigt.", to=pages.address(request, TASKS))


@pages.get("/aufgaben/{gap_task_id}/loeschen")
async def ask_to_remove(
    request: Request, me: Coordinator, session: Reading, gap_task_id: UUID
) -> Response:
    """Really?"""
    await queries.task(session, me.tenant, gap_task_id)
    said = "Was fehlt, steht weiter in der Liste der fehlenden Verbindungen."
    return pages.confirm(request, "Aufgabe löschen?", said, button="Löschen")


@pages.post("/aufgaben/{gap_task_id}/loeschen")
async def remove_task(request: Request, me: Coordinator, uow: Uow, gap_task_id: UUID) -> Response:
    """Nobody means to do it."""
    await use_cases.remove(uow, me, gap_task_id)
    return pages.saved(request, "Gelöscht.", to=pages.address(request, TASKS))


async def _new(
    request: Request,
    me: Me,
    here: Context,
    session: AsyncSession,
    asked: tuple[UUID, RelationshipType],
    form: Entered[TaskForm],
) -> Response:
    today = local_date(here.clock.now())
    gap = await queries.gap(session, me.tenant, *asked, today)
    form = replace(form, offered={"assignee_id": await queries.office(session, me.tenant, today)})
    back = pages.address(request, "fehlend")
    return pages.render(request, "new_task.html", form=form, gap=gap, back=back)


async def _edit(
    request: Request, me: Me, here: Context, session: AsyncSession, form: Entered[TaskForm]
) -> Response:
    office = await queries.office(session, me.tenant, local_date(here.clock.now()))
    form = replace(form, offered={"assignee_id": office})
    back = request.url.path.rpartition("/")[0]
    return pages.render(request, "edit_task.html", form=form, back=back)
