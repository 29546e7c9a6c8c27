"""The page behind the link of a mail: what somebody took upon themselves, and that it is done."""

from typing import Any

from fastapi import Request, Response
from sqlalchemy.ext.asyncio import AsyncSession

from services.trainings.actions import queries, use_cases
from services.trainings.actions.values import Linked
from services.trainings.linked_actions.forms import DoneForm
from shared.clock import local_date
from shared.context import Context, CurrentContext, Reading, Uow
from shared.contracts.meetings import ACTION_PAGE
from shared.ids import new_id
from shared.links import LinkExpired
from shared.messaging.event import Cause
from shared.web.kit.forms import Entered, Posted
from shared.web.kit.person import LinkHolder
from shared.web.kit.router import PageRouter

pages = PageRouter(__package__, audience=LinkHolder)
ROUTE = ACTION_PAGE.route


@pages.get(ROUTE)
async def show(token: str, request: Request, here: CurrentContext, session: Reading) -> Response:
    """What it is; looking changes nothing."""
    return await _show(request, here, session, token, DoneForm.empty())


@pages.post(ROUTE)
async def finish(
    token: str, request: Request, here: CurrentContext, uow: Uow, form: Posted[DoneForm]
) -> Response:
    """It is done."""
    found = await _opened(here, uow.session, token)
    if found is None or form.value is None:
        return await _show(request, here, uow.session, token, form)
    await use_cases.finish(uow, Cause(found.tenant, new_id()), found.action.id)
    return pages.saved(request, "Erledigt. Danke!")


async def _show(
    request: Request, here: Context, session: AsyncSession, token: str, form: Entered[Any]
) -> Response:
    found = await _opened(here, session, token)
    if found is None:
        return pages.render(request, "not_theirs.html", 410)
    return pages.render(request, "linked_action.html", action=found.action, form=form)


async def _opened(here: Context, session: AsyncSession, token: str) -> Linked | None:
    """None where it is somebody else's by now, or too old; raises ``LinkInvalid``."""
    try:
        assignment_id = await here.links.open(ACTION_PAGE, token)
    except LinkExpired:
        return None
    return await queries.by_link(session, assignment_id, local_date(here.clock.now()))
