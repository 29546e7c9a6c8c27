"""The tasks of an organization, for whoever acts for it."""

from uuid import UUID

from fastapi import Request, Response

from services.trainings.duties import queries
from services.trainings.duties.forms import DutySearch
from services.trainings.tasks import use_cases as tasks
from shared.clock import local_date
from shared.context import CurrentContext, Reading, Uow
from shared.contracts.trainings import CompletedBy
from shared.web.kit.forms import Search
from shared.web.kit.lists import PageRequest
from shared.web.kit.person import Tasked
from shared.web.kit.router import PageRouter
from shared.web.problem import Problem

pages = PageRouter(__package__, prefix="/aufgaben", audience=Tasked)


@pages.get("")
async def list_duties(
    request: Request,
    me: Tasked,
    here: CurrentContext,
    session: Reading,
    search: Search[DutySearch],
    page: PageRequest,
) -> Response:
    """What is open first, and what is done below."""
    today = local_date(here.clock.now())
    found = await queries.page_of(session, me, search, page, today)
    return pages.render(request, "duties.html", search=search, page=found, role=me.role)


@pages.post("/{task_id}/erledigt")
async def complete(request: Request, me: Tasked, uow: Uow, task_id: UUID) -> Response:
    """Report it done; twice is the same as once."""
    if not await queries.is_mine(uow.session, me, task_id):
        raise Problem(404, "task-not-found", "You have no such task")
    await tasks.complete(uow, task_id, CompletedBy.PAGE)
    return pages.saved(request, "Erledigt – vielen Dank!", to=pages.address(request))
