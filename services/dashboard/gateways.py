"""Asks every service, all at once and none for long; who is away holds up no other."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from services.dashboard.values import OWN, SERVICES
from shared.contracts.cards import PATH, Card, Cards, Condition
from shared.web.neighbours import NoAnswer, ServiceClient, content

NOT_NOW = 503

Found = TypeVar("Found")


class Readiness(StrEnum):
    """What a service says of itself."""

    READY = "ready"
    MAIL_PAUSED = "mail-paused"
    NOT_READY = "not-ready"
    AWAY = "away"


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
