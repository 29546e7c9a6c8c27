"""A card as the start page shows it."""

from dataclasses import dataclass

from services.dashboard.events.values import lane_of
from services.dashboard.values import OWN
from shared.contracts.cards import Card
from shared.contracts.services import TITLES


@dataclass(frozen=True)
class ShownCard:
    """A card with the service that offers it; ``id`` is its own on the page."""

    id: str
    service: str
    card: Card

    @property
    def title(self) -> str:
        """How people know the service."""
        return TITLES[self.service]

    @property
    def tone(self) -> str:
        """Its colour."""
        return "slate" if self.service == OWN else lane_of(self.service).tone
