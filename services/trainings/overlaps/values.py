"""A date for which somebody is registered, at the time of another one."""

from dataclasses import dataclass
from uuid import UUID

from services.trainings.gatherings.values import Slot
from shared.web.kit.words import shown

OVERLAPS = "registration-overlaps"
REFUSED = {
    OVERLAPS: "Das überschneidet sich mit einem anderen Termin. Mit dem Häkchen geht es trotzdem."
}
"""What whoever registers may be told instead."""


@dataclass(frozen=True)
class Overlap:
    """One of somebody's dates, of another gathering."""

    gathering_id: UUID
    title: str
    slot: Slot

    @property
    def when(self) -> str:
        """26. März 2031, 14:00 bis 16:00 Uhr"""
        return f"{shown(self.slot.day)}, {self.slot.in_words}"
