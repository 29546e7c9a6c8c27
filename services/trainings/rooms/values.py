"""What the office reads beside each link of a gathering."""

from dataclasses import dataclass
from datetime import datetime

from shared.german import short_date


@dataclass(frozen=True)
class Rooms:
    """``written`` is whether somebody has saved minutes; ``counts_for`` names qualifications."""

    with_quota: int
    workshops: int
    items: int
    speakers: int
    promised: int
    written: bool
    published_at: datetime | None
    certified: int
    outstanding: bool
    counts_for: str

    @property
    def quotas(self) -> str:
        """2 Kontingente"""
        one = "1 Kontingent" if self.with_quota == 1 else f"{self.with_quota} Kontingente"
        return one if self.with_quota else "Keine"

    @property
    def programme(self) -> str:
        """3 Workshops"""
        one = "1 Workshop" if self.workshops == 1 else f"{self.workshops} Workshops"
        return one if self.workshops else "Keine"

    @property
    def agenda(self) -> str:
        """6 Punkte"""
        one = "1 Punkt" if self.items == 1 else f"{self.items} Punkte"
        return one if self.items else "Noch leer"

    @property
    def minutes(self) -> str:
        """Veröffentlicht am 03.12.2026"""
        if self.published_at is not None:
            return f"Veröffentlicht am {short_date(self.published_at)}"
        return "Angefangen, noch nicht veröffentlicht" if self.written else "Noch keines"

    @property
    def elected(self) -> str:
        """2 im Amt"""
        return f"{self.speakers} im Amt" if self.speakers else "Niemand im Amt"

    @property
    def qualifications(self) -> str:
        """Zählt für: Kinderschutz"""
        return f"Zählt für: {self.counts_for}" if self.counts_for else "Zählt für keine"
