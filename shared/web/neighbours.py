"""Asks other services as whoever is signed in, over HTTP, or at an app in the same process."""

import asyncio
from collections.abc import AsyncIterator, Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeVar
from urllib.parse import parse_qs, urlsplit

from fastapi import Request as Asked
from httpx2 import AsyncBaseTransport, HTTPError, InvalidURL, Request
from pydantic import BaseModel, ValidationError
from pydantic_core import to_json
from starlette.types import ASGIApp

from shared.context import Context
from shared.settings import Settings
from shared.web import inside
from shared.web.connections import Connections
from shared.web.inside import Answer

NOT_FOUND, MOST_OF_A_PAGE = 404, 200
Model = TypeVar("Model", bound=BaseModel)


class Part(BaseModel):
    """Of a list, and the address of the next one."""

    next: str | None = None


Parts = TypeVar("Parts", bound=Part)


class NoAnswer(Exception):
    """A service is away, or answers what nobody can use."""


@dataclass(frozen=True)
class Network:
    """How services are reached, and how long an answer may take."""

    transport: AsyncBaseTransport = field(default_factory=Connections)
    read_seconds: float = 2.0
    write_seconds: float = 10.0
    brief_seconds: float = 0.4
    """For what a start page shows: it comes at once, without services that are slow."""
    inside: Mapping[str, ASGIApp] = field(default_factory=dict)
    """Those in this process."""

    def briefly(self) -> "Network":
        """The same without patience."""
        return replace(self, read_seconds=self.brief_seconds)


class ServiceClient:
    """Services, asked as whoever has this cookie, which no client keeps for somebody else.

    Only those ``among``, where some are named: for routes that take the name from an address.
    """

    def __init__(
        self,
        settings: Settings,
        network: Network,
        cookie: str = "",
        among: Collection[str] = (),
    ) -> None:
        self._url = settings.service
        self._network = network
        self._among = among
        self._headers = {
            "accept": "application/json",
            "cookie": cookie,
            "sec-fetch-site": "same-origin",
        }

    async def get(self, service: str, path: str, **query: str | int) -> Answer:
        """Whatever a service answers; raises ``NoAnswer``."""
        return await self._ask(self._network.read_seconds, "GET", service, path, query)

    async def read(self, service: str, path: str, model: type[Model], **query: str | int) -> Model:
        """What a service answers if all is well; raises ``NoAnswer``."""
        return content(await self.get(service, path, **query), model)

    async def post(self, service: str, path: str, body: object) -> Answer:
        """Whatever a service answers; after ``NoAnswer`` it may have happened or not."""
        return await self._ask(self._network.write_seconds, "POST", service, path, {}, body)

    async def _ask(
        self,
        seconds: float,
        method: str,
        service: str,
        path: str,
        query: Mapping[str, str | int],
        body: object = None,
    ) -> Answer:
        if self._among and service not in self._among:
            raise NoAnswer("no service of ours")
        headers, raw = self._headers, b""
        if body is not None:
            raw = to_json(body)
            headers |= {"content-type": "application/json", "content-length": str(len(raw))}
        try:
            async with asyncio.timeout(seconds):
                if app := self._network.inside.get(service):
                    at = f"/{service}"
                    return await inside.ask(app, at, method, path, query, headers, raw)
                url = f"{self._url(service)}/{service}{path}"
                request = Request(
                    method, url, headers=headers, params=query or None, content=raw or None
                )
                return await self._over_http(request)
        except (HTTPError, InvalidURL, TimeoutError) as error:
            raise NoAnswer(service) from error

    async def _over_http(self, request: Request) -> Answer:
        answer = await self._network.transport.handle_async_request(request)
        answer.request = request
        try:
            return Answer(answer.status_code, await answer.aread())
        finally:
            await answer.aclose()


def content(answer: Answer, model: type[Model]) -> Model:
    """A good answer's body; raises ``NoAnswer`` for any other."""
    if not answer.is_good:
        raise NoAnswer(f"status {answer.status}")
    try:
        return model.model_validate_json(answer.body)
    except ValidationError as error:
        raise NoAnswer("an answer of another shape") from error


async def every(
    client: ServiceClient, service: str, path: str, model: type[Parts], **query: str | int
) -> AsyncIterator[Parts]:
    """A list page by page; of what is not there none. Raises ``NoAnswer``."""
    asked = {"limit": MOST_OF_A_PAGE, **query}
    while True:
        answer = await client.get(service, path, **asked)
        if answer.status == NOT_FOUND:
            return
        page = content(answer, model)
        yield page
        if page.next is None:
            return
        asked["cursor"] = parse_qs(urlsplit(page.next).query)["cursor"][0]


def client_for(
    asked: Asked, here: Context, *, briefly: bool = False, among: Collection[str] = ()
) -> ServiceClient:
    """For whoever asks; a test puts an app or a broken line in the network's place."""
    state = asked.app.state
    network = getattr(state, "network", None) or network_of(here)
    known = asked.headers.get("cookie", "")
    return ServiceClient(here.settings, network.briefly() if briefly else network, known, among)


def network_of(here: Context) -> Network:
    """One for the whole service, which keeps its connections for a while."""
    return here.single(_network_of)


def _network_of(here: Context) -> Network:
    return Network(inside=here.beside)


async def close_connections(here: Context) -> None:
    """When the service ends."""
    try:
        await asyncio.Event().wait()
    finally:
        await here.single(_network_of).transport.aclose()
