"""The page behind the link of a mail: a school's sheet, as its head writes on it."""

from typing import Any
from uuid import UUID

from fastapi import Request, Response
from sqlalchemy.ext.asyncio import AsyncSession

from services.surveys.assessments import queries, use_cases
from services.surveys.assessments.values import Sheet
from services.surveys.forms import SheetForm
from shared.context import Context
from shared.contracts.assessments import ASSESSMENT_PAGE
from shared.ids import new_id
from shared.messaging.event import Cause
from shared.messaging.unit_of_work import UnitOfWork
from shared.web.kit.forms import Entered
from shared.web.kit.linked import Behind, offer_linked
from shared.web.kit.person import LinkHolder
from shared.web.kit.router import PageRouter

pages = PageRouter(__package__, audience=LinkHolder)


async def _find(_: Context, session: AsyncSession, link_id: UUID) -> Sheet | None:
    return await queries.by_link(session, link_id)


async def _show(behind: Behind[Sheet], form: Entered[Any]) -> Response:
    """The standard to write on is the one that the address names."""
    asked = behind.request.query_params.get("standard", "")
    sent = form if behind.request.method == "POST" else None
    standard = next((e.id for e in behind.found.entries if str(e.id) == asked), None)
    sheet = behind.found
    entry, form = queries.opened(sheet, sent, standard)
    return pages.render(behind.request, "linked_sheet.html", sheet=sheet, entry=entry, form=form)


async def _write(request: Request, uow: UnitOfWork, found: Sheet, given: SheetForm) -> Response:
    await use_cases.act(uow, Cause(found.tenant, new_id()), found, given)
    return pages.saved(request, to=request.url.path + queries.onward(found, given.entry))


offer_linked(
    pages, ASSESSMENT_PAGE, SheetForm, find=_find, show=_show, act=_write, over="link_over.html"
)
