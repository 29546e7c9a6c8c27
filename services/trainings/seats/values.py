"""How full a gathering is, and how somebody's registration stands."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from shared.contracts.directory import SchoolType
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
    school_type="für Ihre Schulform sind alle Plätze vergeben",
    reserved="die übrigen Plätze sind anderen vorbehalten",
    others="andere warten schon länger",
    approval="die Freigabe fehlt noch",
)


SCHOOLS: Mapping[SchoolType, str] = {
    SchoolType.PRIMARY: "Grundschulen",
    SchoolType.MAIN: "Hauptschulen",
    SchoolType.MIDDLE: "Realschulen",
    SchoolType.SECONDARY: "Sekundarschulen",
    SchoolType.COMPREHENSIVE: "Gesamtschulen",
    SchoolType.GRAMMAR: "Gymnasien",
    SchoolType.SPECIAL_NEEDS: "Förderschulen",
    SchoolType.VOCATIONAL: "Berufskollegs",
}
"""What several of a kind are called."""


class Belonging(NamedTuple):
    """The carrier and the school type for which somebody's seat counts, as far as is known."""

    carrier_id: UUID | None = None
    school_type: SchoolType | None = None


NOBODY = Belonging()


@dataclass(frozen=True)
class Quota:
    """At ``most`` and at ``least`` so many seats for people of a carrier, or of a school type."""

    of: UUID | SchoolType
    most: int | None = None
    least: int = 0

    def covers(self, one: Belonging) -> bool:
        """Whether a seat of theirs counts for it."""
        return self.of in one

    def given(self, taken: "Taken") -> int:
        """How many of its seats somebody has."""
        return sum(number for one, number in taken.items() if self.covers(one))


@dataclass(frozen=True)
class Room:
    """Seats there are, in all and by quotas; None is without a limit."""

    capacity: int | None = None
    quotas: Sequence[Quota] = ()

    @property
    def is_limited(self) -> bool:
        return self.capacity is not None or bool(self.quotas)


@dataclass(frozen=True)
class Claim:
    """A registration that wants a seat."""

    registration_id: UUID
    of: Belonging = NOBODY


Taken = Mapping[Belonging, int]
"""Seats that are confirmed or kept for an answer, by carrier and school type."""
Full = tuple[Room, Taken]


@dataclass(frozen=True)
class Outlook:
    """Why somebody waits, or would who registers now."""

    why: Why
    school_type: SchoolType | None = None

    @property
    def in_words(self) -> str:
        """für Grundschulen sind alle Plätze vergeben"""
        schools = SCHOOLS.get(self.school_type) if self.school_type else None
        if self.why is Why.SCHOOL_TYPE and schools:
            return f"für {schools} sind alle Plätze vergeben"
        return shown(self.why)

    @property
    def sentence(self) -> str:
        """Für Grundschulen sind alle Plätze vergeben."""
        words = self.in_words
        return f"{words[0].upper()}{words[1:]}."

    @property
    def of_another(self) -> str:
        """The sentence as it is said to who registers somebody else."""
        words = self.sentence.replace("Ihres Trägers", "des Trägers")
        return words.replace("Ihre Schulform", "diese Schulform")


@dataclass(frozen=True)
class Prospect:
    """What somebody meets who registers now: why they wait, else how many seats they may have."""

    why: Outlook | None
    free: int | None
    """None without a limit."""


@dataclass(frozen=True)
class Standing:
    """What somebody is told of their own registration.

    ``position`` is theirs among those who wait, None for who does not wait in line.
    """

    registration_id: UUID
    place: Place
    approval: Approval
    position: int | None = None
    why: Outlook | None = None
    answer_until: datetime | None = None
    moves_up: bool = True
    """Whether a free seat is still offered by itself."""
    moves_up_until: datetime | None = None
    passed: bool = False
    """The organiser has given a seat to somebody behind them, with a reason."""

    @property
    def sentences(self) -> list[str]:
        """For who waits in line: where, why, what happens next, and who was preferred."""
        because = f": {self.why.in_words}" if self.why else ""
        said = [f"Warteliste, Platz {self.position}{because}."]
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
