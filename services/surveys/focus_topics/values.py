"""Focus topics as pages show them."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from services.surveys.values import school_year_name
from shared.database.paging import attribute

MOST = 12
"""Of one school year: more are none."""

REFUSED: Mapping[str, str] = {
    "topic-known": "Diesen Schwerpunkt gibt es in dem Schuljahr schon.",
    "too-many-topics": "Mehr als zwölf Schwerpunkte in einem Schuljahr sind nicht möglich.",
    "topic-in-use": "Zu diesem Schwerpunkt gibt es Maßnahmen; er lässt sich nicht entfernen.",
}


@dataclass(frozen=True)
class Listed:
    """A topic in the list, with its measures: how many, and how many of them are done."""

    id: UUID
    school_year: int
    title: str
    measures: int
    done: int
    outcome: str

    @property
    def year(self) -> str:
        """2026/27"""
        return school_year_name(self.school_year)

    @property
    def progress(self) -> str:
        """2 von 3 erledigt"""
        return f"{self.done} von {self.measures} erledigt" if self.measures else "keine"

    @property
    def reported(self) -> str:
        """Whether it is said what became of it."""
        return "steht fest" if self.outcome else "noch offen"


COLUMNS = tuple(
    attribute(*each)
    for each in (
        ("year", "Schuljahr"),
        ("title", "Schwerpunkt"),
        ("progress", "Maßnahmen"),
        ("reported", "Was daraus wurde"),
    )
)
