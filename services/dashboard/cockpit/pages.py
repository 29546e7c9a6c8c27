"""The start page, and the clock of a demonstration."""

import asyncio
from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import RedirectResponse

from services.dashboard.cockpit.queries import overview
from services.dashboard.cockpit.schemas import Days
from services.dashboard.cockpit.use_cases import movable, move
from services.dashboard.neighbours.use_cases import TITLES, readiness
from services.dashboard.pages import Asking
from services.dashboard.parked.queries import board
from shared.context import CurrentContext, Reading
from shared.contracts.navigation import operators_navigation
from shared.web.audience import operator
from shared.web.pages import Pages
from shared.web.problem import Problem

pages = APIRouter(dependencies=[Depends(operator)])
_templates = Pages(Path(__file__).parent / "templates")


@pages.get("/")
async def show_cockpit(
    request: Request,
    here: CurrentContext,
    asking: Asking,
    session: Reading,
    municipality: Annotated[str, Query(pattern=r"^(\d{8})?$")] = "",
    moved: Annotated[int, Query(ge=0, le=200)] = 0,
) -> Response:
    """What is happening today."""
    now = here.clock.now()
    services, parked = await asyncio.gather(readiness(asking), board(asking))
    return _templates.render(
        request,
        "cockpit.html",
        navigation=operators_navigation(mailbox=not here.settings.smtp_url),
        overview=await overview(session, municipality, now),
        services=[(TITLES[name], state) for name, state in services.items()],
        parked=parked,
        mailbox=not here.settings.smtp_url,
        clock=movable(here.settings, here.clock) is not None,
        now=now,
        moved=moved,
    )


@pages.post("/uhr")
async def move_clock(here: CurrentContext, days: Days) -> Response:
    """Let days pass; only where the clock is made for it."""
    clock = movable(here.settings, here.clock)
    if clock is None:
        raise Problem(404, "not-found", "The clock of this installation cannot be moved")
    move(clock, days)
    return RedirectResponse(f"/dashboard/?moved={days}#uhr", 303)
