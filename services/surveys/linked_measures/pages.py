"""The page behind the link of a mail: what somebody is to do, and what they say of it."""

from typing import Any
from uuid import UUID

from fastapi import Request, Response
from sqlalchemy.ext.asyncio import AsyncSession

from services.surveys.forms import ReplyForm
from services.surveys.measures import queries, use_cases
from services.surveys.measures.values import Linked
from shared.clock import local_date
from shared.context import Context
from shared.contracts.measures import MEASURE_PAGE
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
    measure = behind.found.measure
    return pages.render(behind.request, "linked_measure.html", measure=measure, form=form)


async def _reply(request: Request, uow: UnitOfWork, found: Linked, given: ReplyForm) -> Response:
    await use_cases.reply(uow, Cause(found.tenant, new_id()), found.measure.id, given)
    return pages.saved(request, "Gespeichert. Danke!")


offer_linked(
    pages, MEASURE_PAGE, ReplyForm, find=_find, show=_show, act=_reply, over="passed_on.html"
)
