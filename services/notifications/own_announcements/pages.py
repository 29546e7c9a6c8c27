"""One's own announcements: read, and confirmed where the office asks for it."""

from uuid import UUID

from fastapi import Request, Response

from services.notifications.announcements import queries, use_cases
from services.notifications.announcements.values import Addressed
from services.notifications.merges.queries import every_id
from services.notifications.own_announcements.forms import Confirming
from shared.context import Reading, Uow
from shared.contracts.notifications import OWN_ANNOUNCEMENTS
from shared.web.kit.forms import Entered, Posted
from shared.web.kit.lists import PageRequest
from shared.web.kit.person import Network
from shared.web.kit.router import PageRouter

pages = PageRouter(
    __package__, prefix=OWN_ANNOUNCEMENTS.removeprefix("/notifications"), audience=Network
)


@pages.get("")
async def list_own(request: Request, me: Network, session: Reading, page: PageRequest) -> Response:
    """What one was told in this municipality, the newest first."""
    ids = await every_id(session, me.person_id)
    found = await queries.own_page(session, me.tenant, ids, page)
    waiting = await queries.unconfirmed(session, me.tenant, me.person_id)
    return pages.render(request, "own_announcements.html", page=found, waiting=waiting)


@pages.get("/{announcement_id}")
async def show_own(
    request: Request, me: Network, session: Reading, announcement_id: UUID
) -> Response:
    """One of them, whole; that it was looked at is written nowhere."""
    told = await queries.own(
        session, me.tenant, await every_id(session, me.person_id), announcement_id
    )
    return _show(request, told, Confirming.filled({"edition": told.edition}))


@pages.post("/{announcement_id}")
async def confirm(
    request: Request, me: Network, uow: Uow, announcement_id: UUID, form: Posted[Confirming]
) -> Response:
    """It is read and understood."""
    told = await queries.own(
        uow.session, me.tenant, await every_id(uow.session, me.person_id), announcement_id
    )
    if form.value is None:
        return _show(request, told, form)
    await use_cases.confirm(uow, told, form.value.edition)
    return pages.saved(request, "Danke. Ihre Bestätigung ist festgehalten.")


def _show(request: Request, told: Addressed, form: Entered[Confirming]) -> Response:
    return pages.render(request, "own_announcement.html", told=told, form=form)
