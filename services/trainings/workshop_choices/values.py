"""What somebody has of the workshops of one time."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from services.trainings.workshop_seats import values as seats
from services.trainings.workshops.values import Offered, Session

WISHES = ("first", "second", "third")
REFUSED = seats.REFUSED | {
    "seat-needed": "Dafür brauchen Sie einen Platz in der Veranstaltung.",
    "workshops-over": "Die Veranstaltung hat begonnen oder findet nicht statt.",
    "workshops-overlap": "Das überschneidet sich mit einer anderen Zeit, zu der Sie gewählt"
    " haben. Wenn Sie das so möchten, setzen Sie bitte das Häkchen.",
}


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


@dataclass(frozen=True)
class Asked:
    """One time as a form asks about it; ``crossed`` is what was chosen for another one."""

    own: Chosen
    crossed: Sequence[Chosen]

    @property
    def wanted(self) -> dict[str, UUID]:
        """By field."""
        return dict(zip(WISHES, (each.id for each in self.own.wanted), strict=False))

    @property
    def offered(self) -> dict[str, list[tuple[str, str]]]:
        """The same for each field."""
        choices = [(str(each.id), each.to_choose) for each in self.own.at.workshops]
        return dict.fromkeys(WISHES, choices)

    @property
    def left_out(self) -> tuple[str, ...]:
        """Nobody is asked whether they mean an overlap that is none."""
        return () if self.crossed else ("anyway",)
