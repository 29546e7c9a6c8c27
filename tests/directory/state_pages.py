"""A directory that holds a state, or the beginning of one, and its pages asked for by everybody."""

import re
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from html import unescape
from itertools import count
from pathlib import Path
from urllib.parse import urlencode, urljoin, urlsplit
from uuid import UUID

import asyncpg
from fastapi import FastAPI
from fastapi.routing import APIRoute
from httpx2 import ASGITransport, AsyncClient
from pydantic import SecretStr
from starlette.types import ASGIApp, Receive, Scope, Send

from deploy.local.postgres import PostgresServer
from deploy.seed import fill, towns
from deploy.seed.__main__ import At
from deploy.seed.size import state
from deploy.seed.town import Town, key_of, town
from deploy.services import load
from shared.context import Context
from shared.contracts.accounts import AccessRole, Grant
from shared.contracts.directory import OrganizationKind, Role
from shared.messaging.bus.local import LocalBus
from shared.runtime import build_app, build_context
from shared.settings import Settings
from tests.prepared import tables_at, tables_on
from tests.signing_in import OPERATOR, coordinator_of, sign_in

CITY = 1
"""The largest municipality: Köln."""
FORM = re.compile(r'<form[^>]*method="get".*?</form>', re.DOTALL)
SELECT = re.compile(r'<select[^>]*name="(\w+)".*?</select>', re.DOTALL)
OPTION = re.compile(r'<option value="([^"]+)"')
TEXT = re.compile(r'<input[^>]*type="(?:text|search)"[^>]*name="(\w+)"')
LINK = re.compile(r'href="([^"#]+)')
FILE = re.compile(r"als=|\?termin=|\.ics$|/vcard$|/datei$|/v/\d+$|\.json$")
WORDS, LISTS, DETAILS = "müller", 9, 2
"""What is looked for, and how many addresses of one kind of page are asked for."""


Look = Callable[[str, str], Awaitable[str]]
"""As ``StateDirectory.page``."""
Place = tuple[PostgresServer, str]
"""A server, and the name of a database."""


@dataclass(frozen=True)
class StateDirectory:
    """The service, its client, and who visits it: cookies by role, none for nobody."""

    context: Context
    client: AsyncClient
    visitors: Mapping[str, Mapping[str, str]]

    async def page(self, visitor: str, address: str) -> str:
        """Its text; empty for what is no page."""
        self.client.cookies = dict(self.visitors[visitor])
        answer = await self.client.get(address)
        assert answer.status_code < 500, (visitor, address, answer.text)
        is_page = answer.headers.get("content-type", "").startswith("text/html")
        return str(answer.text) if answer.status_code == 200 and is_page else ""

    async def walk(self, visitor: str, look: Look | None = None) -> dict[str, list[str]]:
        """Addresses of pages by kind: those without an id, what they link to, and searches."""
        look = look or self.page
        waiting, seen = [each for each in kinds() if "{" not in each], set[str]()
        found: dict[str, list[str]] = {}
        while waiting:
            if (address := waiting.pop(0)) in seen:
                continue
            seen.add(address)
            kind = kind_of(address)
            most = DETAILS if "{" in (kind or "") else LISTS
            if kind is None or len(found.get(kind, ())) >= most:
                continue
            if text := await look(visitor, address):
                found.setdefault(kind, []).append(address)
                waiting += _onwards(address, text)
        return found


@cache
def kinds() -> Mapping[str, re.Pattern[str]]:
    """The addresses of the directory's pages, with names in place of what varies."""
    found = [
        f"/directory{route.path}"
        for router in load("directory").pages
        for route in router.routes
        if isinstance(route, APIRoute) and "GET" in (route.methods or ())
    ]
    return {each: re.compile(re.sub(r"{\w+}", "[^/]+", each)) for each in found}


def kind_of(address: str) -> str | None:
    """None if it is no page of the directory, or a file."""
    path = urlsplit(address).path
    if FILE.search(address):
        return None
    return next((each for each, pattern in kinds().items() if pattern.fullmatch(path)), None)


def _onwards(address: str, text: str) -> Iterator[str]:
    path = urlsplit(address).path
    for form in FORM.findall(text):
        for select in SELECT.finditer(form):
            for value in OPTION.findall(select[0])[:3]:
                yield f"{path}?{urlencode({select[1]: unescape(value)})}"
        for name in TEXT.findall(form):
            yield f"{path}?{urlencode({name: WORDS})}"
    for href in LINK.findall(text):
        yield urljoin(address, unescape(href))


@asynccontextmanager
async def open_state(
    folder: Path,
    now: datetime,
    scale: float = 1.0,
    on: Place | None = None,
    *,
    city: int = CITY,
    filled: bool = False,
) -> AsyncGenerator[StateDirectory]:
    """Embedded, or in a database of a server; ``filled`` if the state is there already."""
    sizes = state(scale)
    settings = _settings(folder, frozenset(key_of(number) for number in range(len(sizes))), on)
    if not filled:
        await _tables(settings, on)
    context = build_context(load("directory"), settings, LocalBus(folder / "bus.db"), At(now))
    for each in () if filled else towns(sizes, now):
        await fill({"directory": context.database}, each)
    if on is not None:
        await _analyse(*on)
    outer = FastAPI(openapi_url=None, docs_url=None, redoc_url=None)
    outer.mount("/directory", build_app(load("directory"), context))
    transport = ASGITransport(app=_FromEverywhere(outer))
    headers = {"accept": "text/html"}
    async with AsyncClient(transport=transport, base_url="http://test", headers=headers) as client:
        cookies = {
            grant.role.value: await sign_in([context], grant, person_id=person)
            for grant, person in _acting(town(city, sizes[city], now)).items()
        }
        yield StateDirectory(context, client, {**cookies, "nobody": {}})
    await context.database.close()
    await context.bus.close()


class _FromEverywhere:
    """Each request from an address of its own: how often one may come is limited."""

    def __init__(self, app: ASGIApp) -> None:
        self._app, self._addresses = (
            app,
            (f"10.{n >> 16}.{n >> 8 & 255}.{n & 255}" for n in count()),
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self._app({**scope, "client": (next(self._addresses), 0)}, receive, send)


def _settings(folder: Path, served: frozenset[str], on: Place | None) -> Settings:
    if on is None:
        return Settings(data=folder, municipalities=served, _env_file=None)
    server, name = on
    return Settings(
        data=folder,
        municipalities=served,
        public_url="http://test",
        database_url=server.url(name),
        secret=SecretStr("x" * 40),
        mail_from="Knotenpunkt <post@bergkamen.example>",
        _env_file=None,
    )


async def _analyse(server: PostgresServer, name: str) -> None:
    """What autovacuum would have done by and by."""
    owner = await asyncpg.connect(server.owner_url(name).replace("+asyncpg", ""))
    await owner.execute("VACUUM ANALYZE")
    await owner.close()


async def _tables(settings: Settings, on: Place | None) -> None:
    if on is None:
        await tables_at(settings.database("directory"), "directory")
    else:
        await tables_on(*on, "directory")


def _acting(city: Town) -> dict[Grant, UUID]:
    [office] = city.of_kind(OrganizationKind.MUNICIPALITY)
    school = city.of_kind(OrganizationKind.SCHOOL)[0]
    carrier = next(each for each in city.organizations if Role.CARRIER in each.contacts)

    def grant(role: AccessRole, organization_id: UUID | None = None) -> Grant:
        return Grant(role=role, municipality=city.key, organization_id=organization_id)

    working = [person for person, each in city.workers if each.last_day is None]
    return {
        OPERATOR: office.contacts[Role.IT].id,
        coordinator_of(city.key): office.contacts[Role.COORDINATOR].id,
        grant(AccessRole.WORKER): working[0].id,
        grant(AccessRole.CARRIER, carrier.id): carrier.contacts[Role.CARRIER].id,
        grant(AccessRole.HEAD, school.id): school.contacts[Role.HEAD].id,
        grant(AccessRole.CONTACT): office.contacts[Role.YOUTH_OFFICE].id,
    }
