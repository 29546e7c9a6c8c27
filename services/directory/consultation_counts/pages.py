"""Figures of consultations, for reports of the coordination office."""

from fastapi import Request, Response

from services.directory.consultation_counts import queries
from services.directory.consultation_counts.forms import CountSearch
from shared.clock import local_date
from shared.context import CurrentContext, Reading
from shared.web.kit.forms import Search
from shared.web.kit.lists import PageRequest
from shared.web.kit.person import Coordinator
from shared.web.kit.router import PageRouter

pages = PageRouter(__package__, prefix="/beratungszahlen", audience=Coordinator)


@pages.get("")
async def show_counts(
    request: Request,
    me: Coordinator,
    here: CurrentContext,
    session: Reading,
    search: Search[CountSearch],
    page: PageRequest,
) -> Response:
    """By topic and kind of asker, for a quarter that is over."""
    now = here.clock.now()
    period = queries.period_wanted(search, local_date(now))
    found = await queries.page_of(session, me.tenant, period, now, page)
    over = period.ends <= now
    if not search.entered.errors:
        search = CountSearch(quarter=period.quarter, year=period.year)
    return pages.render(request, "counts.html", search=search, page=found, period=period, over=over)
