"""What a calendar has said, as the office sees it."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID


@dataclass(frozen=True)
class Proposal:
    """That somebody might withdraw: their calendar does not come on that day."""

    registration_id: UUID
    name: str
    day: date
