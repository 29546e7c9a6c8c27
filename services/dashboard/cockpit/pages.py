"""What is happening in the installation, and the clock of a demonstration."""

from collections.abc import Mapping
from types import MappingProxyType

from fastapi import Request, Response
from sqlalchemy.ext.asyncio import AsyncSession

from services.dashboard.cockpit.forms import ClockForm
from services.dashboard.cockpit.queries import overview
from services.dashboard.cockpit.use_cases import movable, move
from services.dashboard.gateways import Report, conditions
from services.dashboard.pages import Services
from shared.context import Context, CurrentContext, Reading
from shared.contracts.accounts import AccessRole
from shared.contracts.services import TITLES
from shared.web.cards import own_condition
from shared.web.kit.forms import Entered, Posted
from shared.web.kit.person import InSight, Office, Operations
from shared.web.kit.router import PageRouter
from shared.web.neighbours import ServiceClient
from shared.web.problem import Problem

pages = PageRouter(__package__, audience=Office)


@pages.get("/ueberblick")
async def show_cockpit(
    request: Request,
    me: Office,
    here: CurrentContext,
    client: Services,
    session: Reading,
    municipality: InSight,
) -> Response:
    """What is happening today."""
    form = ClockForm.empty(days=30)
    if me.role is not AccessRole.OPERATOR:
        return await _show(request, here, session, municipality, form)
    return await _cockpit(request, here, client, session, municipality, form)


@pages.post("/uhr")
async def move_clock(
    request: Request,
    _: Operations,
    here: CurrentContext,
    client: Services,
    session: Reading,
    form: Posted[ClockForm],
) -> Response:
    """Let days pass; only where the clock is made for it."""
    clock = movable(here.settings, here.clock)
    if clock is None:
        raise Problem(404, "not-found", "The clock of this installation cannot be moved")
    if form.value is None:
        return await _cockpit(request, here, client, session, "", form)
    move(clock, days := form.value.days)
    text = f"Es sind {days} Tage vergangen" if days > 1 else "Ein Tag ist vergangen"
    detail = "Was in dieser Zeit fällig wurde, geschieht jetzt."
    return pages.saved(request, text, detail, to=pages.address(request, "ueberblick"))


async def _cockpit(
    request: Request,
    here: Context,
    client: ServiceClient,
    session: AsyncSession,
    municipality: str,
    clock: Entered[ClockForm],
) -> Response:
    own = await own_condition(request, here, session)
    assert own is not None  # who comes here is an operator
    services = await conditions(client, own)
    return await _show(
        request, here, session, municipality, clock, operator=True, services=services
    )


async def _show(
    request: Request,
    here: Context,
    session: AsyncSession,
    municipality: str,
    clock: Entered[ClockForm],
    *,
    operator: bool = False,
    services: Mapping[str, Report] = MappingProxyType({}),
) -> Response:
    now = here.clock.now()
    return pages.render(
        request,
        "cockpit.html",
        overview=await overview(session, municipality, now),
        mailbox=operator and not here.settings.smtp_url,
        clock=clock if operator and movable(here.settings, here.clock) else None,
        now=now,
        services=[(TITLES[name], each.state) for name, each in services.items()],
        failed=sum(each.failed for each in services.values()),
        waiting=sum(each.waiting for each in services.values()),
    )
