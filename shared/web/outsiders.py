"""People whom one service knows, and the directory does not: found by an office, asked by a link.

The directory asks every service that knows some; addresses travel in bodies and are kept nowhere.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, Field
from sqlalchemy.exc import NoResultFound
from sqlalchemy.ext.asyncio import AsyncSession

from shared.context import CurrentContext, Reading, Uow
from shared.contracts.privacy import PrivacyKind, Wish
from shared.ids import new_id
from shared.links import LinkKind
from shared.messaging.event import Cause, Record
from shared.web.audit import looked
from shared.web.kit.fields import Label
from shared.web.kit.forms import Entered, Form, Posted
from shared.web.kit.person import Coordinator
from shared.web.kit.router import PageRouter

SEARCH = "/api/v1/outsiders/search"
MAX = 200
_ADDRESS = Annotated[str, Field(max_length=254, examples=["anna@example.org"])]


class Wanted(BaseModel):
    """By their ids, or by their addresses in small letters."""

    ids: Annotated[list[UUID], Field(max_length=MAX)] = []
    addresses: Annotated[list[_ADDRESS], Field(max_length=MAX)] = []


class Outsider(BaseModel):
    """One id, and what was said of whose it is."""

    id: UUID
    name: str
    address: str


class Outsiders(BaseModel):
    """Those of the tenant; of one address all."""

    items: list[Outsider]


class WishForm(Form):
    """What somebody wants with what is kept about them."""

    kind: Annotated[PrivacyKind, Label("Was möchten Sie?", widget="radios")]


@dataclass(frozen=True)
class Opened:
    """Whose a link is, and all their ids."""

    tenant: str
    person_id: UUID
    person_ids: Sequence[UUID]


Find = Callable[[AsyncSession, str, Wanted], Awaitable[Sequence[Outsider]]]
Open = Callable[[AsyncSession, UUID], Awaitable[Opened | None]]
TITLE = "Ihre Daten"
LEAD = (
    "Sie können verlangen, dass Sie erfahren, was über Sie gespeichert ist, oder dass es gelöscht"
    " wird. Die Koordinierungsstelle antwortet innerhalb eines Monats und gibt Ihnen die Auskunft."
    " Nach einer Löschung gilt auch Ihre Anmeldung oder Ihr Auftrag nicht mehr."
)


def outsiders_api(find: Find) -> APIRouter:
    """Whom this service knows, for the office of their tenant."""
    api = APIRouter(prefix="/outsiders", tags=["outsiders"])

    @api.post("/search", dependencies=[looked])
    async def search_outsiders(me: Coordinator, session: Reading, wanted: Wanted) -> Outsiders:
        """Nothing changes; it is a POST so that no address stands in a URL."""
        return Outsiders(items=list(await find(session, me.tenant, wanted)))

    return api


def offer_wishes(pages: PageRouter, kind: LinkKind, wish: type[Wish], find: Open) -> None:
    """Below the page of a link: ask for what is kept, or that it goes. Looking changes nothing."""
    route = f"{kind.route}/meine-daten"

    @pages.get(route)
    async def ask_what_is_wanted(
        token: str, request: Request, here: CurrentContext, session: Reading
    ) -> Response:
        """Raises ``LinkExpired``, and ``LinkInvalid`` for what is no link of ours."""
        await _opened(session, await here.links.open(kind, token), find)
        return _form(pages, request, WishForm.empty())

    @pages.post(route)
    async def want(
        token: str,
        request: Request,
        here: CurrentContext,
        uow: Uow,
        entered: Posted[WishForm],
    ) -> Response:
        """The office learns of it; once more while it waits is the same as once."""
        found = await _opened(uow.session, await here.links.open(kind, token), find)
        if entered.value is None:
            return _form(pages, request, entered)
        assert issubclass(wish, Record)
        said = wish(
            person_id=found.person_id,
            person_ids=tuple(found.person_ids),
            kind=entered.value.kind,
            version=int(uow.now.timestamp() * 1000),
        )
        uow.announce(said, Cause(found.tenant, new_id()))
        text = "Die Koordinierungsstelle antwortet Ihnen innerhalb eines Monats."
        return pages.saved(request, "Verlangt.", text, to=_above(request))


def _form(pages: PageRouter, request: Request, entered: Entered[WishForm]) -> Response:
    return pages.render(
        request,
        "kit/form.html",
        title=TITLE,
        lead=LEAD,
        button="Verlangen",
        form=entered,
        back=_above(request),
    )


def _above(request: Request) -> str:
    return request.url.path.rpartition("/")[0]


async def _opened(session: AsyncSession, subject: UUID, find: Open) -> Opened:
    found = await find(session, subject)
    if found is None:
        raise NoResultFound
    return found
