"""Every mail of a municipality, for its office: looked for by address, state, kind and time."""

from fastapi import Request, Response
from fastapi.responses import RedirectResponse

from services.notifications.delivery_log import queries
from services.notifications.delivery_log.forms import LogSearch
from services.notifications.dispatches.values import DELIVERY_LOG
from shared.context import CurrentContext, Reading
from shared.web.audit import looked
from shared.web.kit.forms import Posted
from shared.web.kit.lists import PageRequest
from shared.web.kit.person import Coordinator
from shared.web.kit.private_search import PrivateSearch, found_at
from shared.web.kit.router import PageRouter

pages = PageRouter(
    __package__, prefix=DELIVERY_LOG.removeprefix("/notifications"), audience=Coordinator
)


@pages.get("", dependencies=[looked])
async def list_mails(
    request: Request,
    me: Coordinator,
    here: CurrentContext,
    session: Reading,
    search: PrivateSearch[LogSearch],
    page: PageRequest,
) -> Response:
    """The newest first, whatever has become of them."""
    found = await queries.page_of(session, me.tenant, search, page, here.clock.now())
    return pages.render(request, "delivery_log.html", search=search, page=found)


@pages.post("")
async def look_for_mails(request: Request, form: Posted[LogSearch]) -> Response:
    """An address must not stand in an address: the search leads to a sealed one."""
    return RedirectResponse(found_at(request, form), 303)
