"""Everyone who starts, for the coordination office."""

from uuid import UUID

from fastapi import Request, Response

from services.trainings.progress.queries import of_municipality
from services.trainings.starters import queries
from services.trainings.starters.forms import StarterSearch
from shared.clock import local_date
from shared.context import CurrentContext, Reading
from shared.web.audit import looked
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


@pages.get("/{onboarding_id}", dependencies=[looked])
async def show_onboarding(
    request: Request, me: Coordinator, here: CurrentContext, session: Reading, onboarding_id: UUID
) -> Response:
    """Who has done what of it, and who has what to do still."""
    today = local_date(here.clock.now())
    onboarding, name, found = await of_municipality(session, me.tenant, onboarding_id, today)
    return pages.render(request, "onboarding.html", name=name, found=found, onboarding=onboarding)
