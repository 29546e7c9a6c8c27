"""What somebody has of the workshops of one time."""

from collections.abc import Sequence
from dataclasses import dataclass

from services.trainings.workshops.values import Offered, Session


@dataclass(frozen=True)
class Chosen:
    """``waiting`` is for what they want more than what they have, with their place in line."""

    at: Session
    wanted: Sequence[Offered] = ()
    seat: Offered | None = None
    waiting: Sequence[tuple[str, int]] = ()

    @property
    def in_words(self) -> str:
        """Sprache im Ganztag, Raum 3; Warteliste: Recht in der Schule (Platz 2)"""
        if not self.wanted:
            return "noch nicht gewählt"
        has = self.seat.in_words if self.seat else "noch kein Platz"
        line = ", ".join(f"{title} (Platz {number})" for title, number in self.waiting)
        return f"{has}; Warteliste: {line}" if line else has
