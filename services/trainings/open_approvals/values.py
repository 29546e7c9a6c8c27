"""Who waits for the office."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from shared.contracts.gatherings import GATHERINGS
from shared.database.paging import attribute


@dataclass(frozen=True)
class Pending:
    """One registration, and the gathering that it is for."""

    gathering_id: UUID
    registration_id: UUID
    name: str
    title: str
    starts_at: datetime | None
    submitted_at: datetime

    @property
    def id(self) -> str:
        """Its page, below the list of gatherings."""
        return f"{self.gathering_id}/teilnehmende/{self.registration_id}"


PLACE = GATHERINGS
PENDING = (
    attribute("name", "Name"),
    attribute("title", "Veranstaltung"),
    attribute("starts_at", "Beginn"),
    attribute("submitted_at", "Angemeldet"),
)
