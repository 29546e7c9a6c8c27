"""Asks every service once; nothing that is answered is kept."""

from collections.abc import Mapping
from dataclasses import dataclass

from services.dashboard.gateways import Report, conditions, reports_of_others
from services.dashboard.start import rules
from services.dashboard.start.values import ShownCard
from shared.contracts.cards import Card, Condition, Urgency
from shared.web.neighbours import ServiceClient


@dataclass(frozen=True)
class StartPage:
    """All cards of a person by urgency; ``complete`` unless a service did not answer."""

    cards: dict[Urgency, list[ShownCard]]
    complete: bool


async def start_page(client: ServiceClient, own: Condition | None) -> StartPage:
    """What every service has to say to whoever asks; for operators ``own`` is the dashboard's."""
    said = await (
        conditions(client, own, cards=True) if own else reports_of_others(client, cards=True)
    )
    offered = {service: each.cards for service, each in said.items()}
    found = rules.of_all(offered, _of_installation(said) if own else [])
    return StartPage(rules.arranged(found), None not in offered.values())


async def own_cards(client: ServiceClient, own: Condition | None) -> list[Card]:
    """For operators: whether the installation is well."""
    return _of_installation(await conditions(client, own)) if own else []


def _of_installation(said: Mapping[str, Report]) -> list[Card]:
    states = {service: each.state for service, each in said.items()}
    failed = sum(each.failed for each in said.values())
    waiting = sum(each.waiting for each in said.values())
    behind = {service: each.behind for service, each in said.items()}
    return [rules.services(states), *rules.parked(failed, waiting), *rules.late(behind)]
