"""Action items as the office gives and follows them."""

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
from shared.web.kit.below import Below, Choice
from shared.web.kit.editing import offer_edit
from shared.web.kit.forms import Entered, Posted, Search
from shared.web.kit.lists import PageRequest
from shared.web.kit.person import Coordinator
from shared.web.kit.router import PageRouter
from shared.web.sessions.person import Me

pages = PageRouter(__package__, prefix=ACTIONS.removeprefix("/trainings"), audience=Coordinator)


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


agreed = Below(pages, f"{GATHERINGS}/{{}}/protokoll", "Protokoll", gatherings.one)
agreed.offer_new(
    "/fuer/{gathering_id}",
    "Vorhaben festhalten",
    NewActionForm,
    use_cases.add,
    Choice("decision", decisions.choices, needed=False),
)
steps = Below(pages, f"{PROJECTS}/{{}}", "", projects.one)
steps.offer_new("/schritt/{project_id}", "Schritt festhalten", ActionForm, use_cases.add_step)


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
