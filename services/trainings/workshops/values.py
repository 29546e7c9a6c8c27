"""The programme of workshops, as pages show it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time
from uuid import UUID


@dataclass(frozen=True)
class Offered:
    """A workshop with how full it is."""

    id: UUID
    title: str
    speaker: str
    room: str
    size: int
    seated: int = 0
    waiting: int = 0

    @property
    def free(self) -> int:
        return max(self.size - self.seated, 0)

    @property
    def in_words(self) -> str:
        """Sprache im Ganztag, Raum 3"""
        return f"{self.title}, {self.room}" if self.room else self.title

    @property
    def to_choose(self) -> str:
        """Sprache im Ganztag (noch 4 Plätze)"""
        if self.free:
            return f"{self.title} (noch {self.free} {'Platz' if self.free == 1 else 'Plätze'})"
        line = f", {self.waiting} auf der Warteliste" if self.waiting else ""
        return f"{self.title} (voll{line})"


@dataclass(frozen=True)
class Session:
    """What runs side by side; ``cancelled`` where its date is called off."""

    id: UUID
    date_id: UUID
    day: date
    starts: time
    ends: time
    cancelled: bool
    version: int
    workshops: Sequence[Offered] = ()

    @property
    def hours(self) -> str:
        """13:00 bis 14:30 Uhr"""
        return f"{self.starts:%-H:%M} bis {self.ends:%-H:%M} Uhr"

    def overlaps(self, other: "Session") -> bool:
        """Whether nobody can be in both from beginning to end."""
        same = self.day == other.day and self.id != other.id
        return same and self.starts < other.ends and other.starts < self.ends
