"""How qualifications come about, how long they hold, and how they are shown."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from shared.codes import OpenCode
from shared.contracts.words import word, words
from shared.database.paging import attribute
from shared.german import short_date

SOON_DAYS = 90
"""From so many days before the end on a page says that it is near."""

NEAR_DAYS = 30
"""The office reads of these apart."""

NAMED = 3
"""So many gatherings that would prolong it are named to somebody whose qualification ends."""


class Origin(OpenCode):
    """How somebody came by it."""

    EARNED = "earned"
    PROLONGED = "prolonged"
    REACTIVATED = "reactivated"
    EXTENDED = "extended"


class Standing(OpenCode):
    """Whether it holds today."""

    VALID = "valid"
    SOON = "soon"
    OVER = "over"


words(
    Origin,
    earned="erworben",
    prolonged="aufgefrischt",
    reactivated="nach Ablauf aufgefrischt",
    extended="außer der Reihe verlängert",
)
words(Standing, valid="gültig", soon="läuft in 90 Tagen ab", over="abgelaufen")


@dataclass(frozen=True)
class Credit:
    """Units that somebody has attended, here or elsewhere."""

    day: date
    units: Decimal


@dataclass(frozen=True)
class Held:
    """From when until when, ``until`` included; without it for good."""

    since: date
    until: date | None
    origin: Origin
    units: Decimal


@dataclass(frozen=True)
class Entry:
    """One row of somebody's history."""

    held: Held
    by: str
    reason: str
    withdrawn: bool

    @property
    def in_words(self) -> str:
        """01.03.2027: aufgefrischt mit 4 UE, gültig bis 01.03.2029"""
        origin, units = word(Origin, self.held.origin), self.held.units
        how = f"{origin} mit {units.normalize():f} UE".replace(".", ",") if units else origin
        until = f"gültig bis {short_date(self.held.until)}" if self.held.until else "ohne Ablauf"
        by = f" durch {self.by}" if self.by else ""
        reason = f": {self.reason}" if self.reason else ""
        return f"{short_date(self.held.since)}: {how}{by}, {until}{reason}"


@dataclass(frozen=True)
class Qualified:
    """What holds of somebody for a kind, and how it came about."""

    id: UUID
    person_id: UUID
    kind_id: UUID
    name: str
    kind: str
    since: date
    until: date | None
    standing: Standing
    origin: Origin
    days: int | None
    history: tuple[Entry, ...] = ()

    @property
    def state(self) -> str:
        """gültig, läuft in 34 Tagen ab, abgelaufen"""
        if self.standing is not Standing.SOON or self.days is None:
            return word(Standing, self.standing)
        if self.days == 0:
            return "läuft heute ab"
        return f"läuft in {self.days} {'Tag' if self.days == 1 else 'Tagen'} ab"

    @property
    def how(self) -> str:
        return word(Origin, self.origin)


QUALIFIED = tuple(
    attribute(*each)
    for each in (
        ("name", "Name"),
        ("kind", "Qualifikation"),
        ("until", "Gültig bis"),
        ("state", "Stand"),
        ("since", "Seit"),
        ("how", "Zuletzt"),
    )
)
REFUSED = {
    "not-later": "Bis dahin gilt die Qualifikation schon.",
    "endless": "Diese Qualifikation läuft nicht ab.",
}
