"""How a quota is shown."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID


@dataclass(frozen=True)
class Shown:
    """Of one carrier or school type; ``is_over`` once it holds nobody back any more."""

    id: UUID
    whom: str
    size: int | None
    reserved: int | None
    given: int
    waiting: int
    until: date | None
    is_over: bool

    @property
    def in_words(self) -> str:
        """3 von 8 vergeben, mindestens 5 vorbehalten, 2 auf der Warteliste"""
        said = [f"{self.given} von {self.size} vergeben" if self.size else f"{self.given} vergeben"]
        if self.reserved:
            said.append(f"mindestens {self.reserved} vorbehalten")
        if self.waiting:
            said.append(f"{self.waiting} auf der Warteliste")
        return ", ".join(said)
