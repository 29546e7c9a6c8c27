"""What somebody holds among gatherings that stand in for each other."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.trainings.registrations.values import state_in_words
from shared.contracts.gatherings import Approval, GatheringState, Place
from shared.contracts.words import word

SWAPS = "registration-swaps"
REFUSED = {
    SWAPS: "Sie haben schon einen Platz bei einem Ersatztermin. Mit dem Häkchen tauschen Sie ihn.",
}
"""What whoever registers may be told instead."""
TYING = {
    "no-such-gathering": "Diese Veranstaltung steht nicht mehr zur Wahl.",
    "seats-at-both": "Einzelne haben schon bei beiden einen Platz. Bitte klären Sie das zuerst:"
    " Als Ersatztermine gäbe es für jede Person nur einen.",
}
"""What the office may be told instead."""


@dataclass(frozen=True)
class Alike:
    """Another gathering that stands in for this one, and what somebody has there, if anything."""

    id: UUID
    title: str
    starts_at: datetime | None
    state: GatheringState
    place: Place | None = None
    approval: Approval | None = None
    begun: bool = False

    @property
    def seated(self) -> bool:
        """Whether they would give up a seat there by taking one here."""
        cancelled = self.state is GatheringState.CANCELLED
        return self.place is Place.CONFIRMED and not self.begun and not cancelled

    @property
    def stand(self) -> str:
        """Sie haben dort einen Platz; abgesagt; nothing"""
        if self.state is GatheringState.CANCELLED:
            return word(GatheringState, self.state)
        if self.place is None or self.approval is None:
            return ""
        return f"Ihr Stand dort: {state_in_words(self.place, self.approval)}"
