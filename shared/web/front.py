"""A service's front page for whoever looks around, where it has no pages of its own there."""

from fastapi import APIRouter, Depends, Request, Response

from shared.web.audience import public
from shared.web.pages import Pages

routes = APIRouter(dependencies=[Depends(public)], include_in_schema=False)
_pages = Pages()


@routes.get("/")
async def show_front(request: Request) -> Response:
    """What the service is called, and where programs and operators go on."""
    return _pages.render(
        request, "front.html", heading=request.app.state.title, service=request.app.state.name
    )
