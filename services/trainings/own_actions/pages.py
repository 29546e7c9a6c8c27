"""What somebody took upon themselves, with a button that says that it is done."""

from uuid import UUID

from fastapi import Request, Response
from sqlalchemy.exc import NoResultFound

from services.trainings.actions import queries, use_cases
from services.trainings.own_actions.forms import DoneForm, OwnSearch
from shared.clock import local_date
from shared.context import CurrentContext, Reading, Uow
from shared.contracts.meetings import OWN_ACTIONS
from shared.web.kit.forms import Posted, Search
from shared.web.kit.lists import PageRequest
from shared.web.kit.person import Network
from shared.web.kit.router import PageRouter
from shared.web.problem import Problem

pages = PageRouter(__package__, prefix=OWN_ACTIONS.removeprefix("/trainings"), audience=Network)


@pages.get("")
async def list_own(
    request: Request,
    me: Network,
    here: CurrentContext,
    session: Reading,
    search: Search[OwnSearch],
    page: PageRequest,
) -> Response:
    """What is due first comes first."""
    today = local_date(here.clock.now())
    found = await queries.own(session, me.tenant, me.person_id, search.state, page, today)
    return pages.render(request, "own_actions.html", search=search, page=found)


@pages.post("/{action_id}/erledigt")
async def finish(
    request: Request, me: Network, uow: Uow, action_id: UUID, form: Posted[DoneForm]
) -> Response:
    """Only one's own."""
    row = await queries.one(uow.session, me.tenant, action_id)
    if row.owner_id != me.person_id:
        raise NoResultFound
    if form.value is None:
        raise Problem(409, "action-settled", "It is not open any more")
    await use_cases.finish(uow, me.cause, action_id)
    return pages.saved(request, "Erledigt. Danke!", to=pages.address(request))
