"""Meetings elsewhere, for the office of any municipality."""

from fastapi import Request, Response

from services.trainings.exchanges import queries
from shared.context import CurrentContext, Reading
from shared.web.kit.lists import PageRequest
from shared.web.kit.person import Coordinator
from shared.web.kit.router import PageRouter

pages = PageRouter(__package__, prefix="/austausch", audience=Coordinator)


@pages.get("")
async def list_exchanges(
    request: Request, me: Coordinator, here: CurrentContext, session: Reading, page: PageRequest
) -> Response:
    """From the next on; one registers on the page for guests."""
    served = here.settings.municipalities
    found = await queries.page_of(session, me.tenant, served, page, here.clock.now())
    return pages.render(request, "exchanges.html", page=found)
