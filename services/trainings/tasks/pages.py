"""One task for somebody without an account."""

from uuid import UUID

from fastapi import Request, Response
from fastapi.responses import RedirectResponse

from services.trainings.tasks import queries, use_cases
from services.trainings.tasks.queries import Settled
from shared.clock import local_date
from shared.context import CurrentContext, Reading, Uow
from shared.contracts.trainings import TASK_PAGE, CompletedBy
from shared.links import LinkInvalid
from shared.web.kit.person import LinkHolder
from shared.web.kit.router import PageRouter

pages = PageRouter(__package__, audience=LinkHolder)


@pages.get(TASK_PAGE.route)
async def show(token: str, request: Request, here: CurrentContext, session: Reading) -> Response:
    """The task, or that it is done."""
    task = await queries.page(session, await _task(here, token))
    if task is None:
        raise LinkInvalid
    if isinstance(task, Settled):
        return pages.render(request, "settled.html", done=task is Settled.DONE)
    today = local_date(here.clock.now())
    return pages.render(request, "task.html", task=task, today=today)


@pages.post(TASK_PAGE.route)
async def complete(token: str, request: Request, here: CurrentContext, uow: Uow) -> Response:
    """Report it done, then show that it is."""
    await use_cases.complete(uow, await _task(here, token), CompletedBy.LINK)
    return RedirectResponse(request.scope["path"], 303)


async def _task(here: CurrentContext, token: str) -> UUID:
    return await here.links.open(TASK_PAGE, token)
