"""The page behind the link of a mail: the announcement, and the button to confirm it."""

from fastapi import Request, Response
from sqlalchemy.ext.asyncio import AsyncSession

from services.notifications.announcements import queries, use_cases
from services.notifications.announcements.values import PAGE, Addressed
from services.notifications.linked_announcements.forms import Confirming
from services.notifications.relevance.queries import concerns
from shared.clock import local_date
from shared.context import Context, CurrentContext, Reading, Uow
from shared.links import LinkExpired
from shared.web.kit.forms import Entered, Posted
from shared.web.kit.person import LinkHolder
from shared.web.kit.router import PageRouter

pages = PageRouter(__package__, audience=LinkHolder)


@pages.get(PAGE.route)
async def show(token: str, request: Request, here: CurrentContext, session: Reading) -> Response:
    """Nothing is done by looking, as programs that check links do."""
    told = await _opened(here, session, token)
    if told is None:
        return pages.render(request, "over.html", 410)
    return _show(request, told, Confirming.filled({"edition": told.edition}))


@pages.post(PAGE.route)
async def confirm(
    token: str, request: Request, here: CurrentContext, uow: Uow, form: Posted[Confirming]
) -> Response:
    """It is read and understood."""
    told = await _opened(here, uow.session, token)
    if told is None:
        return pages.render(request, "over.html", 410)
    if form.value is None:
        return _show(request, told, form)
    await use_cases.confirm(uow, told, form.value.edition)
    return pages.saved(request, "Danke. Ihre Bestätigung ist festgehalten.")


async def _opened(here: Context, session: AsyncSession, token: str) -> Addressed | None:
    """None where it is over, or not for them any more; raises ``LinkInvalid``."""
    try:
        recipient_id = await here.links.open(PAGE, token)
    except LinkExpired:
        return None
    if not await concerns(session, recipient_id, local_date(here.clock.now())):
        return None
    return await queries.by_link(session, recipient_id)


def _show(request: Request, told: Addressed, form: Entered[Confirming]) -> Response:
    return pages.render(request, "linked_announcement.html", told=told, form=form)
