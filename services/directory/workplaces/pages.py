"""The schools of whoever works at them or leads one, and contacts."""

from fastapi import Request, Response

from services.directory.workplaces import queries
from shared.clock import local_date
from shared.context import CurrentContext, Reading
from shared.web.kit.person import AtSchool
from shared.web.kit.router import PageRouter

pages = PageRouter(__package__, prefix="/meine-schulen", audience=AtSchool)


@pages.get("")
async def show_own(
    request: Request, me: AtSchool, here: CurrentContext, session: Reading
) -> Response:
    """Where one works or what one leads, whom to ask there, and who is away."""
    found = await queries.own(session, me, local_date(here.clock.now()))
    return pages.render(request, "workplaces.html", places=found)
