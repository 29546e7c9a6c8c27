"""Asks every service over HTTP, all at once and none for long; who is away holds up no other."""

import asyncio
import ssl
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache
from types import TracebackType
from typing import Any, TypeVar

from httpx2 import AsyncBaseTransport, AsyncClient, HTTPError, InvalidURL, Response
from pydantic import BaseModel, ValidationError

from services.dashboard.events.values import lane_of
from shared.contracts.cards import PATH, Card, Cards
from shared.settings import Settings

SERVICES = ("directory", "trainings", "surveys", "notifications", "dashboard")
OWN = "dashboard"
TITLES = {service: lane_of(service).title for service in SERVICES} | {OWN: "Überblick"}

Model = TypeVar("Model", bound=BaseModel)
Found = TypeVar("Found")


class NoAnswer(Exception):
    """A service is away, or answers what nobody can use."""


@dataclass(frozen=True)
class Network:
    """How HTTP leaves this process, and how long an answer may take."""

    transport: AsyncBaseTransport | None = None
    read_seconds: float = 2.0
    write_seconds: float = 10.0
    brief_seconds: float = 0.4
    """For what a start page shows: it comes at once, without whoever is slow."""

    def briefly(self) -> "Network":
        """The same without patience."""
        return replace(self, read_seconds=self.brief_seconds)


class Readiness(StrEnum):
    """What a service says of itself."""

    READY = "ready"
    MAIL_PAUSED = "mail-paused"
    NOT_READY = "not-ready"
    AWAY = "away"


class _Ready(BaseModel):
    """What a service that is ready mentions."""

    mail: str = ""


class ServiceClient:
    """All services, for as long as the block lasts, asked as whoever has this cookie."""

    def __init__(self, settings: Settings, network: Network, cookie: str = "") -> None:
        self._url = settings.service
        self._network = network
        self._http = AsyncClient(
            headers={
                "accept": "application/json",
                "cookie": cookie,
                "sec-fetch-site": "same-origin",
            },
            verify=_certificates(),
            trust_env=False,
            timeout=None,
            transport=network.transport,
        )

    async def __aenter__(self) -> "ServiceClient":
        await self._http.__aenter__()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._http.__aexit__(kind, error, trace)

    async def get(self, service: str, path: str, **query: str | int) -> Response:
        """Whatever a service answers; raises ``NoAnswer``."""
        return await self._ask(self._network.read_seconds, service, path, query=query)

    async def read(self, service: str, path: str, model: type[Model], **query: str | int) -> Model:
        """What a service answers if all is well; raises ``NoAnswer``."""
        return content(await self.get(service, path, **query), model)

    async def post(self, service: str, path: str, body: object) -> Response:
        """Whatever a service answers; after ``NoAnswer`` it may have happened or not."""
        return await self._ask(self._network.write_seconds, service, path, body=body)

    async def _ask(
        self,
        seconds: float,
        service: str,
        path: str,
        *,
        query: Mapping[str, Any] | None = None,
        body: object = None,
    ) -> Response:
        if service not in SERVICES:
            raise NoAnswer("no service of ours")
        method = "GET" if body is None else "POST"
        url = f"{self._url(service)}/{service}{path}"
        try:
            async with asyncio.timeout(seconds):
                return await self._http.request(method, url, params=query or None, json=body)
        except (HTTPError, InvalidURL, TimeoutError) as error:
            raise NoAnswer(service) from error


def content(answer: Response, model: type[Model]) -> Model:
    """A good answer's body; raises ``NoAnswer`` for any other."""
    if not answer.is_success:
        raise NoAnswer(f"status {answer.status_code}")
    try:
        return model.model_validate_json(answer.content)
    except ValidationError as error:
        raise NoAnswer("an answer of another shape") from error


async def everyone(ask: Callable[[str], Awaitable[Found]]) -> dict[str, Found | None]:
    """What each service answers, None for who is away."""

    async def one(service: str) -> Found | None:
        try:
            return await ask(service)
        except NoAnswer:
            return None

    return dict(zip(SERVICES, await asyncio.gather(*map(one, SERVICES)), strict=True))


async def readiness(neighbours: ServiceClient) -> dict[str, Readiness]:
    """Whether each service can do its work."""

    async def one(service: str) -> Readiness:
        answer = await neighbours.get(service, "/readiness")
        if answer.is_success:
            paused = content(answer, _Ready).mail
            return Readiness.MAIL_PAUSED if paused else Readiness.READY
        if answer.status_code != 503:
            raise NoAnswer(service)
        return Readiness.NOT_READY

    return {service: said or Readiness.AWAY for service, said in (await everyone(one)).items()}


async def cards(neighbours: ServiceClient) -> dict[str, list[Card] | None]:
    """What every other service has to say to the person who asks, None for who is away."""

    async def one(service: str) -> list[Card]:
        if service == OWN:
            return []
        return (await neighbours.read(service, f"/api/v1{PATH}", Cards)).cards

    return await everyone(one)


@cache
def _certificates() -> ssl.SSLContext:
    """The machine's own, so that a municipality's authority counts; reading them takes a while."""
    return ssl.create_default_context()
