"""The public directory as data; any web site may read it, and nobody signs in.

Nobody is looked for by name, which would stand in a URL. Caches ask each time whether it is still
the same, so that what somebody closes is gone at once.
"""

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from pydantic import BaseModel

from services.directory.public import queries
from services.directory.public.forms import ContactSearch, OfferSearch, PlaceSearch, SchoolSearch
from services.directory.public.schemas import (
    PlaceList,
    PlaceView,
    PublicOffer,
    PublicOffers,
    PublicPeople,
    PublicPerson,
    PublicSchoolPage,
    PublicSchools,
    PublicSchoolView,
)
from services.directory.public.values import Place
from shared.clock import local_date
from shared.context import CurrentContext, Reading
from shared.web.etags import IfNoneMatch, etag_of, unless_known
from shared.web.kit.lists import CursorRequest, next_page
from shared.web.kit.person import Anybody
from shared.web.pace import readers, strangers

ANY_SITE = {
    "Access-Control-Allow-Origin": "*",
    "Cross-Origin-Resource-Policy": "cross-origin",
    "Cache-Control": "no-cache",
    "X-Robots-Tag": "noindex",
}
"""No credentials: with ``*`` no browser sends any. ``no-cache`` is kept, and asked about anew."""


async def _for_any_site(response: Response) -> None:
    response.headers.update(ANY_SITE)


api = APIRouter(
    prefix="/public/municipalities",
    tags=["public"],
    dependencies=[strangers, Depends(_for_any_site)],
)


async def _place(_: Anybody, here: CurrentContext, session: Reading, municipality: str) -> Place:
    return await queries.place(session, here.settings.municipalities, municipality)


Here = Annotated[Place, Depends(_place, scope="function")]


@api.get("")
async def list_municipalities(
    _: Anybody, request: Request, here: CurrentContext, session: Reading, page: CursorRequest
) -> PlaceList:
    """Municipalities with a public directory, by name."""
    found = await queries.places(session, here.settings.municipalities, PlaceSearch(), page)
    items = [PlaceView.model_validate(each) for each in found.items]
    return PlaceList(items=items, next=next_page(request, found))


@api.get("/{municipality}/people", response_model=PublicPeople, dependencies=[readers])
async def list_people(
    request: Request,
    place: Here,
    here: CurrentContext,
    session: Reading,
    page: CursorRequest,
    known: IfNoneMatch = "",
) -> Response:
    """People who are public, with what they have opened, by name; at most 20 at once."""
    today = local_date(here.clock.now())
    found = await queries.people_of(session, place.municipality, today, ContactSearch(), page)
    items = [PublicPerson.model_validate(each) for each in found.items]
    return _kept(PublicPeople(items=items, next=next_page(request, found)), known)


@api.get("/{municipality}/schools", response_model=PublicSchools)
async def list_schools(
    request: Request,
    place: Here,
    here: CurrentContext,
    session: Reading,
    page: CursorRequest,
    known: IfNoneMatch = "",
) -> Response:
    """The municipality's schools, by name."""
    today = local_date(here.clock.now())
    found = await queries.schools_of(session, place.municipality, today, SchoolSearch(), page)
    items = [PublicSchoolView.model_validate(each) for each in found.items]
    return _kept(PublicSchools(items=items, next=next_page(request, found)), known)


@api.get(
    "/{municipality}/schools/{school_number}",
    response_model=PublicSchoolPage,
    dependencies=[readers],
)
async def show_school(
    place: Here,
    here: CurrentContext,
    session: Reading,
    school_number: str,
    known: IfNoneMatch = "",
) -> Response:
    """Who does school social work at a school, when, and how to reach them."""
    today = local_date(here.clock.now())
    found = await queries.at_school(session, place.municipality, school_number, today)
    return _kept(PublicSchoolPage.model_validate(found), known)


@api.get("/{municipality}/offers", response_model=PublicOffers)
async def list_offers(
    request: Request,
    place: Here,
    here: CurrentContext,
    session: Reading,
    page: CursorRequest,
    known: IfNoneMatch = "",
) -> Response:
    """What the municipality's organizations offer, by their names."""
    today = local_date(here.clock.now())
    found = await queries.offers_of(session, place.municipality, today, OfferSearch(), page)
    items = [PublicOffer.model_validate(each) for each in found.items]
    return _kept(PublicOffers(items=items, next=next_page(request, found)), known)


def _kept(view: BaseModel, known: str) -> Response:
    response = unless_known(known, etag_of(view), view)
    response.headers.update(ANY_SITE)
    return response
