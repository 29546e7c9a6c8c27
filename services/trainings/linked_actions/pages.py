"""The page behind the link of a mail: what somebody took upon themselves, and that it is done."""

from typing import Any
from uuid import UUID

from fastapi import Request, Response
from sqlalchemy.ext.asyncio import AsyncSession

from services.trainings.actions import queries, use_cases
from services.trainings.actions.values import Linked
from services.trainings.linked_actions.forms import DoneForm
from shared.clock import local_date
from shared.context import Context
from shared.contracts.meetings import ACTION_PAGE
from shared.ids import new_id
from shared.messaging.event import Cause
from shared.messaging.unit_of_work import UnitOfWork
from shared.web.kit.forms import Entered
from shared.web.kit.linked import Behind, offer_linked
from shared.web.kit.person import LinkHolder
from shared.web.kit.router import PageRouter

pages = PageRouter(__package__, audience=LinkHolder)


async def _find(here: Context, session: AsyncSession, assignment_id: UUID) -> Linked | None:
    """None where it is somebody else's by now."""
    return await queries.by_link(session, assignment_id, local_date(here.clock.now()))


async def _show(behind: Behind[Linked], form: Entered[Any]) -> Response:
    action = behind.found.action
    return pages.render(behind.request, "linked_action.html", action=action, form=form)


async def _finish(request: Request, uow: UnitOfWork, found: Linked, _: DoneForm) -> Response:
    await use_cases.finish(uow, Cause(found.tenant, new_id()), found.action.id)
    return pages.saved(request, "Erledigt. Danke!")


offer_linked(
    pages, ACTION_PAGE, DoneForm, find=_find, show=_show, act=_finish, over="not_theirs.html"
)
