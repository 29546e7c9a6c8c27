"""What is happening in the installation, and the clock of a demonstration."""

import asyncio
from collections.abc import Sequence

from fastapi import Request, Response
from sqlalchemy.ext.asyncio import AsyncSession

from services.dashboard.cockpit.forms import ClockForm
from services.dashboard.cockpit.queries import overview
from services.dashboard.cockpit.use_cases import movable, move
from services.dashboard.gateways import TITLES, Readiness, ServiceClient, readiness
from services.dashboard.pages import Asking
from services.dashboard.parked.queries import Board, board
from shared.context import Context, CurrentContext, Reading
from shared.contracts.accounts import AccessRole
from shared.web.kit.forms import Entered, Posted
from shared.web.kit.person import InSight, Office, Operations
from shared.web.kit.router import PageRouter
from shared.web.problem import Problem

pages = PageRouter(__package__, audience=Office)


@pages.get("/ueberblick")
async def show_cockpit(
    request: Request,
    me: Office,
    here: CurrentContext,
    asking: Asking,
    session: Reading,
    municipality: InSight,
) -> Response:
    """What is happening today."""
    form = ClockForm.empty(days=30)
    if me.role is not AccessRole.OPERATOR:
        return await _show(request, here, session, municipality, form)
    return await _cockpit(request, here, asking, session, municipality, form)


@pages.post("/uhr")
async def move_clock(
    request: Request,
    _: Operations,
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
    services, parked = await asyncio.gather(readiness(asking), board(asking))
    named = [(TITLES[name], state) for name, state in services.items()]
    return await _show(
        request, here, session, municipality, clock, operator=True, services=named, parked=parked
    )


async def _show(
    request: Request,
    here: Context,
    session: AsyncSession,
    municipality: str,
    clock: Entered[ClockForm],
    *,
    operator: bool = False,
    services: Sequence[tuple[str, Readiness]] = (),
    parked: Board | None = None,
) -> Response:
    now = here.clock.now()
    return pages.render(
        request,
        "cockpit.html",
        overview=await overview(session, municipality, now),
        mailbox=operator and not here.settings.smtp_url,
        clock=clock if operator and movable(here.settings, here.clock) else None,
        now=now,
        services=services,
        parked=parked,
    )
