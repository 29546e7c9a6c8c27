"""The guide for developers: read without a sign-in, as are the descriptions it leads to."""

from functools import cache
from typing import Annotated

from fastapi import Depends, Path, Request, Response
from fastapi.responses import JSONResponse

from services.directory.guide import gateways
from services.directory.guide.forms import MessageSearch
from services.directory.guide.rules import Message, messages, of_programs, operations, sections
from services.directory.guide.values import CHANGES, EXAMPLE_FILES
from shared.context import CurrentContext
from shared.contracts.accounts import AccessRole
from shared.contracts.catalogue import bodies
from shared.contracts.services import TITLES
from shared.database.paging import attribute, computed
from shared.json import Json
from shared.web.kit.forms import Search
from shared.web.kit.lists import PageRequest
from shared.web.kit.person import Anybody
from shared.web.kit.router import PageRouter
from shared.web.neighbours import NoAnswer, client_for
from shared.web.problem import Problem
from shared.web.sessions.person import signed_in

pages = PageRouter(__package__, prefix="/entwickler", audience=Anybody)

OWN, GUIDE = "directory", "/directory/entwickler"
API = f"{GUIDE}/schnittstelle"
ABOVE = [("Für Entwicklerinnen und Entwickler", GUIDE)]
PRINTED_BASE = "http://127.0.0.1:8080"
"""In the examples."""


MESSAGES = tuple(
    attribute(*each)
    for each in (
        ("id", "Name"),
        ("kind", "Art"),
        ("channel", "Kanal"),
        ("summary", "Was es sagt"),
    )
)
MessageName = Annotated[str, Path(max_length=120)]


@cache
def _messages() -> list[Message]:
    return messages(bodies())


@pages.get("")
async def show_guide(request: Request, here: CurrentContext) -> Response:
    """From a token to the first hire."""
    someone = await signed_in(request)
    tries_out = someone is None or any(each.role is AccessRole.CARRIER for each in someone.near)
    script, base = EXAMPLE_FILES[0].path.read_text(), here.settings.base_url
    return pages.render(
        request,
        "guide.html",
        steps=sections(script, PRINTED_BASE, base),
        examples=EXAMPLE_FILES,
        base=base,
        tries_out=tries_out,
    )


async def _other(service: Annotated[str, Path(max_length=40)]) -> str:
    if service == OWN or service not in TITLES:
        raise Problem(404, "service-not-found", "There is no such service")
    return service


Other = Annotated[str, Depends(_other)]
"""A service beside this one."""


@pages.get("/schnittstelle")
async def show_api(request: Request) -> Response:
    """What programs may call: as a table, and to try where scripts run."""
    await signed_in(request)
    return _show_api(request, OWN, request.app.openapi())


@pages.get("/schnittstelle.json")
async def show_description(request: Request) -> Response:
    """The part of the OpenAPI document that is for programs."""
    return JSONResponse(of_programs(request.app.openapi(), OWN))


@pages.get("/schnittstelle/{service}")
async def show_api_of(request: Request, here: CurrentContext, service: Other) -> Response:
    """The same of another service, or that it cannot be asked now."""
    await signed_in(request)
    try:
        document = await gateways.description(client_for(request, here), service)
    except NoAnswer:
        document = None
    return _show_api(request, service, document)


@pages.get("/schnittstelle/{service}/openapi.json")
async def show_description_of(request: Request, here: CurrentContext, service: Other) -> Response:
    """The part of another service's OpenAPI document that is for programs."""
    try:
        found = await gateways.description(client_for(request, here), service)
    except NoAnswer:
        raise Problem(503, "service-away", "This service cannot be asked now") from None
    return JSONResponse(of_programs(found, service))


def _show_api(request: Request, service: str, document: Json | None) -> Response:
    others = [(f"{API}/{name}", said) for name, said in TITLES.items() if name != OWN]
    return pages.render(
        request,
        "api.html",
        called=TITLES[service],
        operations=None if document is None else operations(document, service),
        description=f"{API}.json" if service == OWN else f"{API}/{service}/openapi.json",
        everything=f"/{service}/openapi.json",
        above=ABOVE if service == OWN else [*ABOVE, (TITLES[OWN], API)],
        others=others if service == OWN else [],
    )


@pages.get("/ereignisse")
async def show_messages(
    request: Request, search: Search[MessageSearch], page: PageRequest
) -> Response:
    """What services announce."""
    await signed_in(request)
    found = [each for each in _messages() if each.is_about(search.text)]
    listed = computed(found, page, MESSAGES)
    return pages.render(request, "messages.html", page=listed, search=search)


@pages.get("/ereignisse/{name}")
async def show_message(request: Request, name: MessageName) -> Response:
    """One of them, field by field, with an example."""
    await signed_in(request)
    found = [each for each in _messages() if each.id == name]
    if not found:
        raise Problem(404, "message-not-found", "There is no such message")
    return pages.render(request, "message.html", message=found[0])


@pages.get("/aenderungen")
async def show_changes(request: Request) -> Response:
    """What changed for those who call the API."""
    await signed_in(request)
    return pages.render(request, "changes.html", changes=CHANGES)
