"""Asks every service over HTTP, all at once and none for long; who is away holds up no other."""

import asyncio
import ssl
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cache
from typing import Any, TypeVar

from httpx2 import (
    AsyncBaseTransport,
    AsyncHTTPTransport,
    HTTPError,
    InvalidURL,
    Limits,
    Request,
    Response,
)
from pydantic import BaseModel, ValidationError

from services.dashboard.values import OWN, SERVICES
from shared.contracts.cards import PATH, Card, Cards, Condition
from shared.settings import Settings

NOT_NOW = 503

Model = TypeVar("Model", bound=BaseModel)
Found = TypeVar("Found")


class NoAnswer(Exception):
    """A service is away, or answers what nobody can use."""


@cache
def _certificates() -> ssl.SSLContext:
    """The machine's own, so that a municipality's authority counts; reading them takes a while."""
    return ssl.create_default_context()


def connections() -> AsyncHTTPTransport:
    """Kept for a while after an answer, and let go before a service would."""
    limits = Limits(max_connections=100, max_keepalive_connections=20, keepalive_expiry=15)
    return AsyncHTTPTransport(verify=_certificates(), trust_env=False, limits=limits)


@dataclass(frozen=True)
class Network:
    """How HTTP leaves this process, and how long an answer may take."""

    transport: AsyncBaseTransport = field(default_factory=connections)
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


class ServiceClient:
    """All services, asked as whoever has this cookie, which no client keeps for somebody else."""

    def __init__(self, settings: Settings, network: Network, cookie: str = "") -> None:
        self._url = settings.service
        self._network = network
        self._headers = {
            "accept": "application/json",
            "cookie": cookie,
            "sec-fetch-site": "same-origin",
        }

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
            request = Request(method, url, params=query or None, headers=self._headers, json=body)
            async with asyncio.timeout(seconds):
                answer = await self._network.transport.handle_async_request(request)
                return await _whole(request, answer)
        except (HTTPError, InvalidURL, TimeoutError) as error:
            raise NoAnswer(service) from error


async def _whole(request: Request, answer: Response) -> Response:
    answer.request = request
    try:
        await answer.aread()
    finally:
        await answer.aclose()
    return answer


def content(answer: Response, model: type[Model]) -> Model:
    """A good answer's body; raises ``NoAnswer`` for any other."""
    if not answer.is_success:
        raise NoAnswer(f"status {answer.status_code}")
    try:
        return model.model_validate_json(answer.content)
    except ValidationError as error:
        raise NoAnswer("an answer of another shape") from error


async def everyone(
    ask: Callable[[str], Awaitable[Found]], services: Sequence[str] = SERVICES
) -> dict[str, Found | None]:
    """What each service answers, None for who is away."""

    async def one(service: str) -> Found | None:
        try:
            return await ask(service)
        except NoAnswer:
            return None

    return dict(zip(services, await asyncio.gather(*map(one, services)), strict=True))


@dataclass(frozen=True)
class Report:
    """What a service has to say; ``cards`` is None where it did not, ``failed`` needs somebody."""

    state: Readiness = Readiness.AWAY
    cards: Sequence[Card] | None = None
    failed: int = 0
    waiting: int = 0
    behind: int = 0


def report_of(said: Cards) -> Report:
    """Of its condition it tells nobody but operators."""
    about = said.condition
    if about is None:
        return Report(Readiness.READY, said.cards)
    paused = Readiness.MAIL_PAUSED if about.mail else Readiness.READY
    state = paused if about.ready else Readiness.NOT_READY
    return Report(state, said.cards, about.failed, about.waiting, about.behind)


async def conditions(client: ServiceClient, own: Condition) -> dict[str, Report]:
    """What every service says of itself to an operator; the dashboard need not be asked."""
    every = await reports_of_others(client) | {OWN: report_of(Cards(cards=[], condition=own))}
    return {service: every[service] for service in SERVICES}


async def reports_of_others(client: ServiceClient) -> dict[str, Report]:
    """What every other service has to say to the person who asks."""

    async def one(service: str) -> Report:
        answer = await client.get(service, f"/api/v1{PATH}")
        if answer.status_code == NOT_NOW:
            return Report(Readiness.NOT_READY)
        return report_of(content(answer, Cards))

    others = [each for each in SERVICES if each != OWN]
    return {service: each or Report() for service, each in (await everyone(one, others)).items()}
