"""Action items as the office gives and follows them."""

from dataclasses import replace
from uuid import UUID

from fastapi import Request, Response
from sqlalchemy.ext.asyncio import AsyncSession

from services.trainings.actions import queries, use_cases
from services.trainings.actions.forms import ActionForm, ActionSearch, NewActionForm, StateForm
from services.trainings.decisions import queries as decisions
from services.trainings.gatherings import queries as gatherings
from services.trainings.projects import queries as projects
from shared.clock import local_date
from shared.context import Context, CurrentContext, Reading, Uow
from shared.contracts.gatherings import GATHERINGS
from shared.contracts.meetings import ACTIONS
from shared.contracts.projects import PROJECTS
from shared.web.audit import looked
from shared.web.kit.editing import offer_edit
from shared.web.kit.forms import Entered, Posted, Search
from shared.web.kit.lists import PageRequest
from shared.web.kit.person import Coordinator
from shared.web.kit.router import PageRouter
from shared.web.sessions.person import Me

pages = PageRouter(__package__, prefix=ACTIONS.removeprefix("/trainings"), audience=Coordinator)
MINUTES = f"{GATHERINGS}/{{}}/protokoll"
NEW, STEP = "/fuer/{gathering_id}", "/schritt/{project_id}"


@pages.get("", dependencies=[looked])
async def list_actions(
    request: Request,
    me: Coordinator,
    here: CurrentContext,
    session: Reading,
    search: Search[ActionSearch],
    page: PageRequest,
) -> Response:
    """What is due first comes first."""
    today = local_date(here.clock.now())
    found = await queries.page_of(session, me.tenant, search, page, today)
    return pages.render(request, "actions.html", search=search, page=found)


@pages.get(NEW)
async def ask_for_action(
    request: Request, me: Coordinator, session: Reading, gathering_id: UUID
) -> Response:
    """What was agreed at a gathering."""
    return await _new(request, me, session, gathering_id, NewActionForm.empty())


@pages.post(NEW)
async def add_action(
    request: Request, me: Coordinator, uow: Uow, gathering_id: UUID, form: Posted[NewActionForm]
) -> Response:
    """Whoever takes it learns of it."""
    await gatherings.one(uow.session, me.tenant, gathering_id)
    if form.value is None:
        return await _new(request, me, uow.session, gathering_id, form)
    await use_cases.add(uow, me, gathering_id, form.value)
    return pages.saved(request, to=MINUTES.format(gathering_id))


@pages.get(STEP)
async def ask_for_step(
    request: Request, me: Coordinator, session: Reading, project_id: UUID
) -> Response:
    """What brings a project on."""
    row = await projects.one(session, me.tenant, project_id)
    return _step(request, row.title, project_id, ActionForm.empty())


@pages.post(STEP)
async def add_step(
    request: Request, me: Coordinator, uow: Uow, project_id: UUID, form: Posted[ActionForm]
) -> Response:
    """It stands with what they have to do."""
    row = await projects.one(uow.session, me.tenant, project_id)
    if form.value is None:
        return _step(request, row.title, project_id, form)
    await use_cases.add_step(uow, me, project_id, form.value)
    return pages.saved(request, to=f"{PROJECTS}/{project_id}")


@pages.get("/{action_id}", dependencies=[looked])
async def show_action(
    request: Request, me: Coordinator, here: CurrentContext, session: Reading, action_id: UUID
) -> Response:
    """One."""
    return await _show(request, me, here, session, action_id)


@pages.post("/{action_id}")
async def settle(
    request: Request,
    me: Coordinator,
    here: CurrentContext,
    uow: Uow,
    action_id: UUID,
    form: Posted[StateForm],
) -> Response:
    """Done, dropped, or open again."""
    if form.value is None:
        return await _show(request, me, here, uow.session, action_id, form)
    await use_cases.settle(uow, me.cause, action_id, form.value.state)
    return pages.saved(request)


offer_edit(pages, "Vorhaben bearbeiten", ActionForm, queries.known, use_cases.change)


def _step(request: Request, title: str, project_id: UUID, form: Entered[ActionForm]) -> Response:
    back = f"{PROJECTS}/{project_id}"
    above = [(title, back)]
    return pages.render(
        request, "kit/form.html", title="Schritt festhalten", form=form, back=back, above=above
    )


async def _show(
    request: Request,
    me: Me,
    here: Context,
    session: AsyncSession,
    action_id: UUID,
    form: Entered[StateForm] | None = None,
) -> Response:
    row = await queries.one(session, me.tenant, action_id)
    today = local_date(here.clock.now())
    found = (await queries.shown_of(session, me.tenant, [row], today))[0]
    form = form or StateForm.empty(state=row.state)
    return pages.render(request, "action.html", action=found, settled_at=row.settled_at, form=form)


async def _new(
    request: Request,
    me: Me,
    session: AsyncSession,
    gathering_id: UUID,
    form: Entered[NewActionForm],
) -> Response:
    row = await gatherings.one(session, me.tenant, gathering_id)
    taken = await decisions.of_gathering(session, me.tenant, gathering_id)
    choices = [(str(each.id), each.in_words) for each in taken]
    form = replace(form, offered={"decision": choices}, left_out=() if taken else ("decision",))
    back = MINUTES.format(gathering_id)
    above = [(row.title, back.rpartition("/")[0]), ("Protokoll", back)]
    title = "Vorhaben festhalten"
    return pages.render(request, "kit/form.html", title=title, form=form, back=back, above=above)
