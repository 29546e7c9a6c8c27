"""What was refused, hour by hour, for those who run the installation."""

from fastapi import Request, Response

from services.directory.refusals import queries
from shared.context import Reading
from shared.web.kit.lists import PageRequest
from shared.web.kit.person import Operations
from shared.web.kit.router import PageRouter

pages = PageRouter(__package__, prefix="/fehlgeschlagene-anmeldungen", audience=Operations)


@pages.get("")
async def list_refusals(request: Request, session: Reading, page: PageRequest) -> Response:
    """The newest hours first."""
    found = await queries.page_of(session, page)
    return pages.render(request, "refusals.html", page=found)
