"""The page behind the link of a mail: the announcement, and the button to confirm it."""

from typing import Any
from uuid import UUID

from fastapi import Request, Response
from sqlalchemy.ext.asyncio import AsyncSession

from services.notifications.announcements import queries, use_cases
from services.notifications.announcements.values import PAGE, Addressed
from services.notifications.linked_announcements.forms import Confirming
from services.notifications.relevance.queries import concerns
from shared.clock import local_date
from shared.context import Context
from shared.messaging.unit_of_work import UnitOfWork
from shared.web.kit.forms import Entered
from shared.web.kit.linked import Behind, offer_linked
from shared.web.kit.person import LinkHolder
from shared.web.kit.router import PageRouter

pages = PageRouter(__package__, audience=LinkHolder)


async def _find(here: Context, session: AsyncSession, recipient_id: UUID) -> Addressed | None:
    """None where it is not for them any more."""
    if not await concerns(session, recipient_id, local_date(here.clock.now())):
        return None
    return await queries.by_link(session, recipient_id)


async def _show(behind: Behind[Addressed], form: Entered[Any]) -> Response:
    told = behind.found
    known = form if form.errors or form.typed else Confirming.filled({"edition": told.edition})
    return pages.render(behind.request, "linked_announcement.html", told=told, form=known)


async def _confirm(
    request: Request, uow: UnitOfWork, told: Addressed, given: Confirming
) -> Response:
    """It is read and understood."""
    await use_cases.confirm(uow, told, given.edition)
    return pages.saved(request, "Danke. Ihre Bestätigung ist festgehalten.")


offer_linked(pages, PAGE, Confirming, find=_find, show=_show, act=_confirm, over="over.html")
