"""Which cards come first, and what is said of the installation itself."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from services.dashboard.gateways import Readiness
from services.dashboard.start.values import ShownCard
from services.dashboard.values import OWN
from shared.contracts.cards import Card, Urgency
from shared.contracts.phrases import counted
from shared.contracts.services import TITLES
from shared.german import duration

OVERVIEW, PARKED = "/dashboard/ueberblick", "/dashboard/angehalten"
LATE_SECONDS = 120
"""As in the alert (deploy/prometheus/alerts.yml)."""
_STATES = {
    Readiness.NOT_READY: "nicht bereit",
    Readiness.MAIL_PAUSED: "bereit, Versand steht still",
    Readiness.AWAY: "antwortet nicht",
}


def arranged(offered: Mapping[str, Sequence[Card]]) -> dict[Urgency, list[ShownCard]]:
    """The cards of all services by urgency, what is due first before others."""
    shown = [
        ShownCard(f"{service}-{card.code}-{number}", service, card)
        for service, cards in offered.items()
        for number, card in enumerate(cards)
    ]
    ordered = sorted(shown, key=lambda each: (each.card.due or date.max, each.card.order, each.id))
    return {
        urgency: [each for each in ordered if _known(each.card.urgency) is urgency]
        for urgency in Urgency
    }


def away(service: str) -> Card:
    """Instead of what a service did not say in time."""
    return Card(
        code="away",
        title=TITLES[service],
        sentence="Antwortet gerade nicht. Wir fragen gleich noch einmal nach.",
        urgency=Urgency.SOON,
        order=-1,
    )


def services(states: Mapping[str, Readiness]) -> Card:
    """Whether every service can do its work."""
    wrong = {name: state for name, state in states.items() if state is not Readiness.READY}
    broken = [state for state in wrong.values() if state is not Readiness.MAIL_PAUSED]
    said = "; ".join(f"{TITLES[name]}: {_STATES[state]}" for name, state in wrong.items())
    return Card(
        code="services",
        title="Dienste gestört" if wrong else "Dienste",
        number=len(wrong) if wrong else len(states),
        sentence=f"{said}." if wrong else "Alle sind bereit.",
        urgency=Urgency.NOW if broken else Urgency.SOON if wrong else Urgency.CALM,
        link=OVERVIEW,
        order=1,
    )


def parked(failed: int, waiting: int) -> list[Card]:
    """Messages that need an operator."""
    if not failed:
        return []
    waits = f" Dahinter {'wartet' if waiting == 1 else 'warten'} {waiting}." if waiting else ""
    return [
        Card(
            code="parked",
            title="Angehaltene Nachrichten",
            number=failed,
            sentence=f"{counted(failed, 'Nachricht braucht', 'Nachrichten brauchen')} eine"
            f" Entscheidung.{waits}",
            urgency=Urgency.NOW,
            link=PARKED,
            order=2,
        )
    ]


def late(behind: Mapping[str, int]) -> list[Card]:
    """Services that do not keep up with what others tell, by the seconds they are behind."""
    found = {name: seconds for name, seconds in behind.items() if seconds > LATE_SECONDS}
    if not found:
        return []
    said = (f"{TITLES[name]} {duration(timedelta(seconds=each))}" for name, each in found.items())
    return [
        Card(
            code="late",
            title="Rückstand",
            number=len(found),
            sentence=f"So lange wartet die älteste Nachricht: {', '.join(said)}."
            " Es geht nichts verloren.",
            urgency=Urgency.SOON,
            order=3,
        )
    ]


def of_all(
    said: Mapping[str, Sequence[Card] | None], own: Sequence[Card]
) -> dict[str, Sequence[Card]]:
    """What is shown of every service, also of those that did not say."""
    offered = {name: [away(name)] if cards is None else cards for name, cards in said.items()}
    return offered | {OWN: own}


def _known(urgency: Urgency) -> Urgency:
    """What a later version calls otherwise is calm."""
    return urgency if urgency.is_listed else Urgency.CALM
