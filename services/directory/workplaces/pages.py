"""A worker's own schools and contacts."""

from fastapi import Request, Response

from services.directory.workplaces import queries
from shared.clock import local_date
from shared.context import CurrentContext, Reading
from shared.web.kit.person import Worker
from shared.web.kit.router import PageRouter

pages = PageRouter(__package__, prefix="/meine-schulen", audience=Worker)


@pages.get("")
async def show_own(
    request: Request, me: Worker, here: CurrentContext, session: Reading
) -> Response:
    """Where one works, and whom to ask there."""
    found = await queries.own(session, me, local_date(here.clock.now()))
    return pages.render(request, "workplaces.html", places=found)
