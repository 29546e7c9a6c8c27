"""A service's front page for whoever looks around, where it has no pages of its own there."""

from fastapi import APIRouter, Depends, Request, Response

from shared.web.audience import public
from shared.web.pages import Pages

pages = APIRouter(dependencies=[Depends(public)])
_templates = Pages()


@pages.get("/")
async def show_front(request: Request) -> Response:
    """What the service is called, and where programs and operators go on."""
    return _templates.render(
        request, "front.html", heading=request.app.state.title, service=request.app.state.name
    )
