"""Asks every service, all at once and none for long; who is away holds up no other.

Over HTTP, or at its app where that runs in the same process.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TypeVar

from httpx2 import AsyncBaseTransport, HTTPError, InvalidURL, Request
from pydantic import BaseModel, ValidationError
from pydantic_core import to_json
from starlette.types import ASGIApp

from services.dashboard.values import OWN, SERVICES
from shared.contracts.cards import PATH, Card, Cards, Condition
from shared.settings import Settings
from shared.web import inside
from shared.web.connections import Connections
from shared.web.inside import Answer

NOT_NOW = 503

Model = TypeVar("Model", bound=BaseModel)
Found = TypeVar("Found")


class NoAnswer(Exception):
    """A service is away, or answers what nobody can use."""


@dataclass(frozen=True)
class Network:
    """How services are reached, and how long an answer may take."""

    transport: AsyncBaseTransport = field(default_factory=Connections)
    read_seconds: float = 2.0
    write_seconds: float = 10.0
    brief_seconds: float = 0.4
    """For what a start page shows: it comes at once, without whoever is slow."""
    inside: Mapping[str, ASGIApp] = field(default_factory=dict)
    """Those in this process."""

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
        if service not in SERVICES:
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


async def conditions(
    client: ServiceClient, own: Condition, *, cards: bool = False
) -> dict[str, Report]:
    """What every service says of itself to an operator; the dashboard need not be asked."""
    others = await reports_of_others(client, cards=cards)
    every = others | {OWN: report_of(Cards(cards=[], condition=own))}
    return {service: every[service] for service in SERVICES}


async def reports_of_others(client: ServiceClient, *, cards: bool) -> dict[str, Report]:
    """What every other service has to say to the person who asks; of itself only if no cards."""
    wanted = {} if cards else {"cards": "false"}

    async def one(service: str) -> Report:
        answer = await client.get(service, f"/api/v1{PATH}", **wanted)
        if answer.status == NOT_NOW:
            return Report(Readiness.NOT_READY)
        return report_of(content(answer, Cards))

    others = [each for each in SERVICES if each != OWN]
    return {service: each or Report() for service, each in (await everyone(one, others)).items()}
