"""A worker's own onboarding: what is theirs to do, and what others still owe them."""

from uuid import UUID

from fastapi import Request, Response

from services.trainings.progress import queries
from services.trainings.tasks import use_cases as tasks
from shared.clock import local_date
from shared.context import CurrentContext, Reading, Uow
from shared.contracts.trainings import CompletedBy
from shared.web.kit.person import Worker
from shared.web.kit.router import PageRouter
from shared.web.problem import Problem

pages = PageRouter(__package__, prefix="/meine-einarbeitung", audience=Worker)


@pages.get("")
async def show_own(
    request: Request, me: Worker, here: CurrentContext, session: Reading
) -> Response:
    """How far it is."""
    found = await queries.own(session, me, local_date(here.clock.now()))
    return pages.render(request, "progress.html", onboardings=found)


@pages.post("/{task_id}/erledigt")
async def complete(request: Request, me: Worker, uow: Uow, task_id: UUID) -> Response:
    """Report one's own task done; twice is the same as once."""
    if not await queries.is_mine(uow.session, me, task_id):
        raise Problem(404, "task-not-found", "You have no such task")
    await tasks.complete(uow, task_id, CompletedBy.PAGE)
    return pages.saved(request, "Erledigt – gut gemacht!", to=pages.address(request))
