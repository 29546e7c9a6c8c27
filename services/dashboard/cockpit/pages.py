"""What is happening in the installation, and the clock of a demonstration."""

import asyncio
from typing import Annotated

from fastapi import Query, Request, Response
from sqlalchemy.ext.asyncio import AsyncSession

from services.dashboard.cockpit.forms import ClockForm
from services.dashboard.cockpit.queries import overview
from services.dashboard.cockpit.use_cases import movable, move
from services.dashboard.gateways import TITLES, ServiceClient, readiness
from services.dashboard.pages import Asking
from services.dashboard.parked.queries import board
from shared.context import Context, CurrentContext, Reading
from shared.web.kit.forms import Entered, Posted
from shared.web.kit.person import Operations
from shared.web.kit.router import PageRouter
from shared.web.problem import Problem

pages = PageRouter(__package__, audience=Operations)


@pages.get("/ueberblick")
async def show_cockpit(
    request: Request,
    here: CurrentContext,
    asking: Asking,
    session: Reading,
    municipality: Annotated[str, Query(pattern=r"^(\d{8})?$")] = "",
) -> Response:
    """What is happening today."""
    return await _cockpit(request, here, asking, session, municipality, ClockForm.empty(days=30))


@pages.post("/uhr")
async def move_clock(
    request: Request,
    here: CurrentContext,
    asking: Asking,
    session: Reading,
    form: Posted[ClockForm],
) -> Response:
    """Let days pass; only where the clock is made for it."""
    clock = movable(here.settings, here.clock)
    if clock is None:
        raise Problem(404, "not-found", "The clock of this installation cannot be moved")
    if form.value is None:
        return await _cockpit(request, here, asking, session, "", form)
    move(clock, days := form.value.days)
    text = f"Es sind {days} Tage vergangen" if days > 1 else "Ein Tag ist vergangen"
    detail = "Was in dieser Zeit fällig wurde, geschieht jetzt."
    return pages.saved(request, text, detail, to=pages.address(request, "ueberblick"))


async def _cockpit(
    request: Request,
    here: Context,
    asking: ServiceClient,
    session: AsyncSession,
    municipality: str,
    clock: Entered[ClockForm],
) -> Response:
    now = here.clock.now()
    services, parked = await asyncio.gather(readiness(asking), board(asking))
    return pages.render(
        request,
        "cockpit.html",
        overview=await overview(session, municipality, now),
        services=[(TITLES[name], state) for name, state in services.items()],
        parked=parked,
        mailbox=not here.settings.smtp_url,
        clock=clock if movable(here.settings, here.clock) else None,
        now=now,
    )
