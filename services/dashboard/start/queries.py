"""Asks every service at once; nothing that is answered is kept."""

import asyncio
from collections.abc import Collection
from dataclasses import dataclass

from services.dashboard.gateways import ServiceClient, cards, readiness
from services.dashboard.parked.queries import board
from services.dashboard.start import rules
from services.dashboard.start.values import ShownCard
from shared.contracts.accounts import AccessRole
from shared.contracts.cards import Card, Urgency


@dataclass(frozen=True)
class StartPage:
    """All cards of a person by urgency; ``complete`` unless a service did not answer."""

    cards: dict[Urgency, list[ShownCard]]
    complete: bool


async def start_page(neighbours: ServiceClient, roles: Collection[AccessRole]) -> StartPage:
    """What every service has to say to whoever asks."""
    said, own = await asyncio.gather(cards(neighbours), own_cards(neighbours, roles))
    return StartPage(rules.arranged(rules.of_all(said, own)), None not in said.values())


async def own_cards(neighbours: ServiceClient, roles: Collection[AccessRole]) -> list[Card]:
    """For operators: whether the installation is well."""
    if AccessRole.OPERATOR not in roles:
        return []
    states, parked = await asyncio.gather(readiness(neighbours), board(neighbours))
    return [rules.services(states), *rules.parked(parked.failed, parked.waiting)]
