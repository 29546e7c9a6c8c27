"""A service's front page for whoever looks around, where it has no pages of its own there."""

from fastapi import Request, Response

from shared.web.kit.person import Anybody
from shared.web.kit.router import PageRouter

pages = PageRouter(__package__, audience=Anybody)


@pages.get("/")
async def show_front(request: Request) -> Response:
    """What the service is called, and where programs and operators go on."""
    state = request.app.state
    return pages.render(request, "front.html", title=state.title, service=state.name)
