"""The public directory: municipalities, their people, schools and offers; nobody signs in."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends, Request, Response
from fastapi.responses import FileResponse, PlainTextResponse, RedirectResponse
from sqlalchemy.exc import NoResultFound

from services.directory.photos import use_cases as photo_use_cases
from services.directory.portraits import queries as portraits
from services.directory.public import queries, rules
from services.directory.public.forms import ContactSearch, OfferSearch, PlaceSearch, SchoolSearch
from services.directory.public.values import Place
from services.directory.publishing.queries import indexed_among
from shared.clock import local_date
from shared.context import CurrentContext, Reading
from shared.web.assets import STATIC
from shared.web.etags import IfNoneMatch
from shared.web.kit.forms import Posted, Search
from shared.web.kit.lists import PageRequest
from shared.web.kit.person import Anybody
from shared.web.kit.private_search import PrivateSearch, found_at
from shared.web.kit.router import PageRouter
from shared.web.pace import strangers
from shared.web.sessions.person import signed_in

pages = PageRouter(__package__, prefix="/oeffentlich", audience=Anybody, dependencies=[strangers])

SCRIPT = STATIC / "public-list.js"
OF_SCRIPT = {
    "Cache-Control": "public, max-age=3600",
    "Cross-Origin-Resource-Policy": "cross-origin",
    "X-Robots-Tag": "noindex",
}
"""Any site may run it."""
HIDDEN, KEPT = "noindex, noarchive", "index, follow"


async def _place(here: CurrentContext, session: Reading, municipality: str) -> Place:
    return await queries.place(session, here.settings.municipalities, municipality)


Here = Annotated[Place, Depends(_place, scope="function")]


@pages.get("")
async def choose_place(
    request: Request,
    here: CurrentContext,
    session: Reading,
    search: Search[PlaceSearch],
    page: PageRequest,
) -> Response:
    """Municipalities with a public directory."""
    found = await queries.places(session, here.settings.municipalities, search, page)
    return await _show(request, None, "places.html", search=search, page=found)


@pages.get("/robots.txt")
async def show_robots(request: Request, here: CurrentContext, session: Reading) -> Response:
    """What crawlers may look at."""
    wanted = await indexed_among(session, here.settings.municipalities)
    sitemap = f"{here.settings.base_url}{pages.address(request, 'sitemap.xml')}" if wanted else ""
    return PlainTextResponse(rules.robots(sitemap))


@pages.get("/sitemap.xml")
async def show_sitemap(request: Request, here: CurrentContext, session: Reading) -> Response:
    """The pages that search engines may take in; 404 where no municipality wants that."""
    wanted = await indexed_among(session, here.settings.municipalities)
    if not wanted:
        raise NoResultFound
    root = f"{here.settings.base_url}{pages.address(request)}"
    schools = await queries.schools_to_index(session, wanted, local_date(here.clock.now()))
    text = rules.sitemap(root, wanted, schools)
    return Response(text, media_type="application/xml")


@pages.get("/liste.js")
async def show_script() -> Response:
    """Puts the list into a city's own site; nothing about people is in it."""
    return FileResponse(SCRIPT, headers=OF_SCRIPT, media_type="text/javascript")


@pages.get("/{municipality}")
async def list_people(
    request: Request,
    place: Here,
    here: CurrentContext,
    session: Reading,
    search: PrivateSearch[ContactSearch],
    page: PageRequest,
) -> Response:
    """Who is public, by name."""
    today = local_date(here.clock.now())
    found = await queries.people_of(session, place.municipality, today, search, page)
    return await _show(request, place, "public.html", search=search, page=found)


@pages.post("/{municipality}")
async def look_for(request: Request, _: Here, form: Posted[ContactSearch]) -> Response:
    """A name must not stand in an address: the search leads to a sealed one."""
    return RedirectResponse(found_at(request, form), 303)


@pages.get("/{municipality}/schulen")
async def list_schools(
    request: Request,
    place: Here,
    here: CurrentContext,
    session: Reading,
    search: Search[SchoolSearch],
    page: PageRequest,
) -> Response:
    """By name."""
    today = local_date(here.clock.now())
    found = await queries.schools_of(session, place.municipality, today, search, page)
    return await _show(request, place, "public_schools.html", search=search, page=found)


@pages.get("/{municipality}/schulen/{school_number}")
async def show_school(
    request: Request, place: Here, here: CurrentContext, session: Reading, school_number: str
) -> Response:
    """Who does school social work there, when, and how to reach them."""
    today = local_date(here.clock.now())
    found = await queries.at_school(session, place.municipality, school_number, today)
    above = [("Schulen", pages.address(request, place.municipality, "schulen"))]
    return await _show(request, place, "public_school.html", found=found, above=above)


@pages.get("/{municipality}/fotos/{photo_id}")
async def show_photo(
    place: Here, here: CurrentContext, session: Reading, photo_id: UUID, known: IfNoneMatch = ""
) -> Response:
    """Of who is public, if the picture is as well."""
    today = local_date(here.clock.now())
    found = await portraits.seen(session, queries.anybody(place.municipality, today), photo_id)
    handed = await photo_use_cases.handed(here, found, known)
    return Response(handed.content, handed.status, handed.headers)


@pages.get("/{municipality}/angebote")
async def list_offers(
    request: Request,
    place: Here,
    here: CurrentContext,
    session: Reading,
    search: Search[OfferSearch],
    page: PageRequest,
) -> Response:
    """What partners offer, and on which topics."""
    today = local_date(here.clock.now())
    found = await queries.offers_of(session, place.municipality, today, search, page)
    topics = await queries.topics(session, place.municipality, today)
    return await _show(
        request, place, "public_offers.html", search=search, page=found, topics=topics
    )


async def _show(request: Request, place: Place | None, template: str, **context: Any) -> Response:
    """The first page of a list may be found from outside where the municipality wants it."""
    await signed_in(request)  # for the header
    robots = KEPT if place and place.indexed and not request.url.query else HIDDEN
    start = pages.address(request, place.municipality) if place else pages.address(request)
    response = pages.render(request, template, place=place, start=start, robots=robots, **context)
    response.headers["X-Robots-Tag"] = robots
    return response
