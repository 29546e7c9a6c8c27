"""Pages with nothing on them: what a page costs before it asks or shows anything."""

from fastapi import APIRouter, Request, Response

from shared.web.kit.person import Anybody, Anyone
from shared.web.kit.router import PageRouter

_inside = PageRouter(__package__, prefix="/leer", audience=Anyone)
_outside = PageRouter(__package__, prefix="/leer-fuer-alle", audience=Anybody)


@_inside.get("")
async def show_inside(request: Request, _: Anyone) -> Response:
    return _inside.render(request, "empty.html")


@_outside.get("")
async def show_outside(request: Request) -> Response:
    return _outside.render(request, "empty.html")


pages = APIRouter(include_in_schema=False)
pages.include_router(_inside)
pages.include_router(_outside)
INSIDE, OUTSIDE = "/dashboard/leer", "/dashboard/leer-fuer-alle"
