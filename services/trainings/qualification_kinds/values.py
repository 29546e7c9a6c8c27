"""What a kind of qualification asks for."""

from calendar import monthrange
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from shared.contracts.gatherings import GatheringKind
from shared.contracts.words import word
from shared.database.paging import attribute
from shared.german import short_date


def months_later(day: date, months: int) -> date:
    """The same day of a later month, or earlier one; its last where it has none of that number."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


@dataclass(frozen=True)
class Rule:
    """What a kind asks for: units to earn it, and fewer or more to prolong it."""

    months: int | None
    units: Decimal
    prolong_units: Decimal
    reactivation_months: int


@dataclass(frozen=True)
class Kind:
    """A qualification with its rule, and what counts for it."""

    id: UUID
    name: str
    rule: Rule
    gathering_kind: GatheringKind | None
    gatherings: Collection[UUID]
    asked: bool = False

    def counts(self, gathering_id: UUID, kind: GatheringKind) -> bool:
        """Whether units of a gathering count for it."""
        return gathering_id in self.gatherings or kind is self.gathering_kind

    def refresh(self, day: date, units: Decimal) -> str:
        """Kinderschutz: bis 01.03.2029; empty where so many units alone do not earn it."""
        if self.rule.months is None or units < self.rule.units:
            return ""
        return f"{self.name}: bis {short_date(months_later(day, self.rule.months))}"

    @property
    def validity(self) -> str:
        """24 Monate, danach 6 Monate auffrischbar"""
        if self.rule.months is None:
            return "ohne Ablauf"
        later = self.rule.reactivation_months
        return f"{self.rule.months} Monate" + (
            f", danach {later} Monate auffrischbar" if later else ""
        )

    @property
    def needed(self) -> str:
        """8 UE, zur Auffrischung 4 UE"""
        units, again = (
            f"{each.normalize():f} UE".replace(".", ",")
            for each in (self.rule.units, self.rule.prolong_units)
        )
        return units if self.rule.months is None else f"{units}, zur Auffrischung {again}"

    @property
    def counted(self) -> str:
        """jede Fortbildung und 2 weitere"""
        every = f"Art {word(GatheringKind, self.gathering_kind)}" if self.gathering_kind else ""
        number = len(self.gatherings)
        single = f"{number} einzelne" if number else ""
        return " und ".join(filter(None, [every, single])) or "noch keine Veranstaltung"


KIND = tuple(
    attribute(*each)
    for each in (
        ("name", "Qualifikation"),
        ("needed", "Nötig"),
        ("validity", "Gilt"),
        ("counted", "Angerechnet"),
    )
)
REFUSED = {
    "kind-in-use": "Diese Qualifikation haben schon Personen. Ändern lässt sich nur noch der Name;"
    " für andere Regeln legen Sie bitte eine neue an.",
    "kind-named-twice": "So heißt schon eine Qualifikation.",
}
