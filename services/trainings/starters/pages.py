"""Everyone who starts, for the coordination office."""

from fastapi import Request, Response

from services.trainings.starters import queries
from services.trainings.starters.forms import StarterSearch
from shared.clock import local_date
from shared.context import CurrentContext, Reading
from shared.web.kit.forms import Search
from shared.web.kit.lists import PageRequest
from shared.web.kit.person import Coordinator
from shared.web.kit.router import PageRouter

pages = PageRouter(__package__, prefix="/einarbeitungen", audience=Coordinator)


@pages.get("")
async def list_onboardings(
    request: Request,
    me: Coordinator,
    here: CurrentContext,
    session: Reading,
    search: Search[StarterSearch],
    page: PageRequest,
) -> Response:
    """Each with what is done and what comes next."""
    today = local_date(here.clock.now())
    found = await queries.page_of(session, me.tenant, search, page, today)
    return pages.render(request, "starters.html", search=search, page=found)
