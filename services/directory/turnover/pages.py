"""Turnover and tenure, for reports of the coordination office."""

from fastapi import Request, Response

from services.directory.turnover import queries
from services.directory.turnover.values import draw
from shared.clock import local_date
from shared.context import CurrentContext, Reading
from shared.database.paging import computed
from shared.web.kit.lists import PageRequest
from shared.web.kit.person import Coordinator
from shared.web.kit.router import PageRouter

pages = PageRouter(__package__, prefix="/fluktuation", audience=Coordinator)


@pages.get("")
async def show(
    request: Request, me: Coordinator, here: CurrentContext, session: Reading, page: PageRequest
) -> Response:
    """Quarter by quarter, the latest first; drawn beside the table that says the same."""
    now = here.clock.now()
    kept = here.single(queries.kept_here)
    points = await queries.kept_overview(session, kept, me.tenant, local_date(now), now)
    charts = [
        draw("Fluktuation in %", [(each.day, each.turnover) for each in points]),
        draw("Volle Stellen", [(each.day, each.fte) for each in points]),
    ]
    return pages.render(
        request,
        "turnover.html",
        page=computed(points[::-1], page, queries.COLUMNS),
        latest=points[-1] if points else None,
        charts=[each for each in charts if each],
        comparison=f"{pages.address(request)}/vergleich",
    )
