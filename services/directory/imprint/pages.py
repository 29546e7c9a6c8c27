"""What a public body says of its pages, for anybody; linked from every page."""

from math import ceil
from uuid import UUID

from fastapi import Request, Response

from services.directory.barriers import queries as reported
from services.directory.barriers import use_cases as barriers
from services.directory.controllers.queries import of_carriers, of_municipality
from services.directory.imprint.forms import BarrierForm
from services.directory.imprint.rules import Limit
from services.directory.imprint.values import Responsible
from services.directory.organizations.queries import municipalities
from shared.clock import local_date
from shared.context import Context, CurrentContext, Reading, Uow
from shared.messaging.event import EVERYONE
from shared.privacy.record import record
from shared.web.audience import address_of
from shared.web.kit.forms import Posted
from shared.web.kit.person import Anybody
from shared.web.kit.router import PageRouter
from shared.web.problem import Problem
from shared.web.sessions.person import SignedIn, signed_in
from shared.web.throttle import place_of

pages = PageRouter(__package__, audience=Anybody)


@pages.get("/impressum")
async def show_imprint(request: Request, here: CurrentContext) -> Response:
    """Who runs it."""
    return await _page(request, here, "imprint.html")


@pages.get("/datenschutz")
async def show_privacy(
    request: Request, here: CurrentContext, session: Reading, kommune: str = ""
) -> Response:
    """What is kept of whom, and whom to ask: in their municipality, or the one that is named."""
    someone, served = await signed_in(request), here.settings.municipalities
    tenant = kommune if kommune in served else _municipality(here, someone)
    named = await municipalities(session, served)
    return pages.render(
        request,
        "privacy.html",
        by=Responsible.of(here.settings),
        municipality=named.get(tenant),
        controller=await of_municipality(session, tenant),
        carriers=await of_carriers(session, tenant, local_date(here.clock.now())),
        others=[(key, name) for key, name in named.items() if key != tenant],
        activities=record().activities,
    )


@pages.get("/barrierefreiheit")
async def show_accessibility(request: Request, here: CurrentContext) -> Response:
    """What was tested, what is known to be missing, and where to say so."""
    return await _page(request, here, "accessibility.html")


@pages.get("/barriere-melden")
async def ask_for_report(request: Request) -> Response:
    """The form for whoever meets a barrier."""
    await signed_in(request)  # for the header
    return pages.render(request, "report.html", form=BarrierForm.empty())


@pages.post("/barriere-melden")
async def take_report(
    request: Request, here: CurrentContext, uow: Uow, form: Posted[BarrierForm]
) -> Response:
    """It reaches the operator, and the municipality's office where that is known."""
    someone = await signed_in(request)
    if form.value is None:
        return pages.render(request, "report.html", form=form)
    place, now = place_of(address_of(request)), here.clock.now().timestamp()
    if wait := here.single(_limit).take(place, now):
        headers = {"Retry-After": str(ceil(wait))}
        raise Problem(429, "too-many-reports", "Too many reports", headers=headers)
    tenant = _municipality(here, someone)
    report_id = await barriers.report(uow, tenant, **form.value.model_dump())
    text = "Danke, Ihre Meldung ist angekommen."
    return pages.saved(request, text, to=f"{request.url.path}/{report_id}")


@pages.get("/barriere-melden/{report_id}")
async def show_receipt(request: Request, session: Reading, report_id: UUID) -> Response:
    """Its number and whether it is settled, for whoever has this address."""
    await signed_in(request)  # for the header
    receipt = await reported.receipt(session, report_id)
    return pages.render(request, "receipt.html", receipt=receipt)


def _limit(_: Context) -> Limit:
    return Limit()


def _municipality(here: Context, someone: SignedIn | None) -> str:
    """The reporter's, or the single one that is served; nobody knows it otherwise."""
    served = here.settings.municipalities
    if someone is not None and someone.municipality in served:
        return someone.municipality
    return next(iter(served)) if len(served) == 1 else EVERYONE


async def _page(request: Request, here: CurrentContext, template: str) -> Response:
    await signed_in(request)  # for the header
    return pages.render(request, template, by=Responsible.of(here.settings))
