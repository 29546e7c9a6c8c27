"""The month for everybody in the network, a date as a file, and one's own address for calendars."""

from typing import Annotated
from urllib.parse import urlsplit
from uuid import UUID

from fastapi import Query, Request, Response

from services.trainings.calendar import queries, rules, use_cases
from services.trainings.calendar.values import calendar_of, own_date
from shared.clock import local_date
from shared.context import CurrentContext, Reading, Uow
from shared.contracts.gatherings import CATALOGUE
from shared.web.kit.person import Network
from shared.web.kit.router import PageRouter

pages = PageRouter(__package__, prefix=CATALOGUE.removeprefix("/trainings"), audience=Network)
FILE = {
    "Content-Type": "text/calendar; charset=utf-8",
    "Content-Disposition": 'attachment; filename="termin.ics"',
    "Cache-Control": "no-store",
}


@pages.get("/kalender")
async def show_month(
    request: Request,
    me: Network,
    here: CurrentContext,
    session: Reading,
    month: Annotated[str, Query(alias="monat", max_length=20)] = "",
) -> Response:
    """The present one unless another is named."""
    now = here.clock.now()
    first = rules.first_of(month, local_date(now))
    found = await queries.month_of(session, me, first, now)
    public = f"{here.settings.base_url}/trainings/oeffentlich/{me.tenant}.ics"
    return pages.render(request, "month.html", month=found, public=public)


@pages.get("/kalender/abonnement")
async def show_feed(request: Request, me: Network, session: Reading) -> Response:
    """Whether one has an address, and since when."""
    found = await queries.feed_of(session, me.tenant, me.person_id)
    return pages.render(request, "feed.html", feed=found)


@pages.post("/kalender/abonnement")
async def renew_feed(request: Request, me: Network, here: CurrentContext, uow: Uow) -> Response:
    """The address is on the page that follows, and nowhere else."""
    secret = await use_cases.renew_feed(uow, me)
    address = f"{here.settings.base_url}/trainings/kalender/{secret}.ics"
    webcal = urlsplit(address)._replace(scheme="webcal").geturl()
    return pages.render(request, "address.html", address=address, webcal=webcal)


@pages.post("/kalender/abonnement/beenden")
async def end_feed(request: Request, me: Network, uow: Uow) -> Response:
    """Calendars that have the address learn nothing more."""
    await use_cases.end_feed(uow, me)
    to = pages.address(request, "kalender", "abonnement")
    return pages.saved(request, "Die Adresse gilt nicht mehr.", to=to)


@pages.get("/{gathering_id}/termine/{date_id}/termin.ics")
async def date_file(
    me: Network, here: CurrentContext, session: Reading, gathering_id: UUID, date_id: UUID
) -> Response:
    """One date for one's calendar."""
    found, seated = await queries.date_entry(session, me, gathering_id, date_id)
    base_url, now = here.settings.base_url, here.clock.now()
    file = own_date(found, base_url, now) if seated else calendar_of([found], base_url, now)
    return Response(file, headers=FILE)
