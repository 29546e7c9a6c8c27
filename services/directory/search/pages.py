"""The search in the header: posted, because a name must not stand in an address."""

from fastapi import Request, Response
from fastapi.responses import RedirectResponse

from services.directory.search import queries
from services.directory.search.forms import SearchForm
from services.directory.search.values import Found
from shared.clock import local_date
from shared.context import CurrentContext, Reading
from shared.web.kit.forms import Posted
from shared.web.kit.person import Network
from shared.web.kit.private_search import PrivateSearch, found_at
from shared.web.kit.router import PageRouter

pages = PageRouter(__package__, prefix="/suche", audience=Network)


@pages.get("")
async def show_found(
    request: Request,
    me: Network,
    here: CurrentContext,
    session: Reading,
    search: PrivateSearch[SearchForm],
) -> Response:
    """What was found, as far as whoever asks may see it."""
    found = await queries.found(session, me, local_date(here.clock.now()), search.text)
    return _show(request, search, found)


@pages.post("")
async def look_for(
    request: Request, me: Network, here: CurrentContext, session: Reading, form: Posted[SearchForm]
) -> Response:
    """While somebody types the answer comes at once; else it is a page of its own."""
    if "hx-request" not in request.headers:
        return RedirectResponse(found_at(request, form), 303)
    search = form.value or SearchForm()
    found = await queries.found(session, me, local_date(here.clock.now()), search.text)
    return _show(request, search, found)


def _show(request: Request, search: SearchForm, found: Found) -> Response:
    return pages.render(request, "found.html", search=search, found=found)
