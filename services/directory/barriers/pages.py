"""Reported barriers, for those who remove them."""

from uuid import UUID

from fastapi import Request, Response

from services.directory.barriers import queries, use_cases
from shared.context import Reading, Uow
from shared.web.audit import looked
from shared.web.kit.lists import PageRequest
from shared.web.kit.person import Office
from shared.web.kit.router import PageRouter

pages = PageRouter(__package__, prefix="/barrieren", audience=Office)


@pages.get("", dependencies=[looked])
async def list_reports(
    request: Request, me: Office, session: Reading, page: PageRequest
) -> Response:
    """The newest first."""
    return pages.render(request, "barriers.html", page=await queries.page_of(session, me, page))


@pages.get("/{report_id}", dependencies=[looked])
async def show_report(request: Request, me: Office, session: Reading, report_id: UUID) -> Response:
    """One of them, whole."""
    return pages.render(request, "barrier.html", report=await queries.one(session, me, report_id))


@pages.post("/{report_id}/adresse-loeschen")
async def drop_contact(request: Request, me: Office, uow: Uow, report_id: UUID) -> Response:
    """Forget where to answer."""
    await use_cases.drop_contact(uow, me, report_id)
    return pages.saved(request, "Die Adresse ist gelöscht.", to=pages.address(request, report_id))


@pages.post("/{report_id}/erledigt")
async def settle(request: Request, me: Office, uow: Uow, report_id: UUID) -> Response:
    """Say that it is done."""
    await use_cases.settle(uow, me, report_id)
    return pages.saved(request, "Als erledigt vermerkt.", to=pages.address(request))
