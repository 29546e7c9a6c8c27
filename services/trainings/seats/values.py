"""How full a gathering is, and how somebody's registration stands."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from shared.contracts.gatherings import Approval, Place, WaitingReason
from shared.contracts.words import words
from shared.web.kit.words import shown

MOVES_UP = (
    "Wird ein Platz frei, bekommt ihn, wer am längsten wartet; Sie erhalten dann eine Mail mit"
    " einer Frist für Ihre Antwort, in der Regel zwei Arbeitstage."
)
LAST_MOMENT = "vier Arbeitsstunden vor dem Beginn"
"""As ``LEAST_HOURS`` says, where the office names no day."""
CLOSED = (
    "Die Warteliste ist geschlossen: Von selbst rückt niemand mehr nach. Wird noch ein Platz frei,"
    " fragt die Koordinierungsstelle der Reihe nach."
)
PASSED = (
    "Ein Platz wurde vom Veranstalter vergeben, mit einer Begründung und an der Warteliste vorbei."
)
TAKES_PLACE = "findet doch statt"
"""Why somebody has a seat again."""
Why = WaitingReason
words(
    Why,
    full="alle Plätze sind vergeben",
    quota="das Kontingent Ihres Trägers ist vergeben",
    others="andere warten schon länger",
    approval="die Freigabe fehlt noch",
)


@dataclass(frozen=True)
class Room:
    """Seats there are, in all and for single carriers; None is without a limit."""

    capacity: int | None = None
    quotas: Mapping[UUID, int] = field(default_factory=dict)

    @property
    def is_limited(self) -> bool:
        return self.capacity is not None or bool(self.quotas)


@dataclass(frozen=True)
class Claim:
    """A registration that wants a seat, of whoever works with a carrier, or with none."""

    registration_id: UUID
    carrier_id: UUID | None = None


Taken = Mapping[UUID | None, int]
"""Seats that are confirmed or kept for an answer, by carrier."""
Full = tuple[Room, Taken]


@dataclass(frozen=True)
class Standing:
    """What somebody is told of their own registration.

    ``position`` is theirs among those who wait, None for who does not wait in line.
    """

    registration_id: UUID
    place: Place
    approval: Approval
    position: int | None = None
    why: Why | None = None
    answer_until: datetime | None = None
    moves_up: bool = True
    """Whether a free seat is still offered by itself."""
    moves_up_until: datetime | None = None
    passed: bool = False
    """The organiser has given a seat to somebody behind them, with a reason."""

    @property
    def sentences(self) -> list[str]:
        """For who waits in line: where, why, what happens next, and who was preferred."""
        said = [f"Warteliste, Platz {self.position}: {shown(self.why)}."]
        if not self.moves_up:
            said.append(CLOSED)
        else:
            until = shown(self.moves_up_until) if self.moves_up_until else LAST_MOMENT
            said.append(f"{MOVES_UP} Nachrücken können Sie bis {until}.")
        return [*said, PASSED] if self.passed else said


@dataclass(frozen=True)
class Occupancy:
    """How full it is: ``free`` is None without a limit."""

    confirmed: int = 0
    offered: int = 0
    waiting: int = 0
    pending: int = 0
    free: int | None = None
