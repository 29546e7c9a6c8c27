"""One task for somebody without an account."""

from pathlib import Path
from uuid import UUID

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from services.trainings.tasks import queries, use_cases
from services.trainings.tasks.queries import Settled
from shared.clock import local_date
from shared.context import CurrentContext, Reading, Uow
from shared.contracts.trainings import TASK_PAGE, CompletedBy
from shared.links import LinkInvalid
from shared.web.audience import by_link
from shared.web.pages import Pages
from shared.web.security import refuse_other_sites

pages = APIRouter(dependencies=[Depends(by_link)], default_response_class=HTMLResponse)

_templates = Pages(Path(__file__).parent / "templates")


@pages.get(TASK_PAGE.route)
async def show(token: str, request: Request, here: CurrentContext, session: Reading) -> Response:
    """The task, or that it is done."""
    task = await queries.page(session, await _task(here, token))
    if task is None:
        raise LinkInvalid
    if isinstance(task, Settled):
        return _templates.render(request, "settled.html", done=task is Settled.DONE)
    today = local_date(here.clock.now())
    return _templates.render(request, "task.html", task=task, today=today)


@pages.post(TASK_PAGE.route, dependencies=[Depends(refuse_other_sites)])
async def complete(token: str, request: Request, here: CurrentContext, uow: Uow) -> Response:
    """Report it done, then show that it is."""
    await use_cases.complete(uow, await _task(here, token), CompletedBy.LINK)
    return RedirectResponse(request.scope["path"], 303)


async def _task(here: CurrentContext, token: str) -> UUID:
    return await here.links.open(TASK_PAGE, token)
