"""What a reminder of feedback is known by."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

CHANNEL = "feedback_reminders"
"""Notified when another gathering is to be reminded of."""


@dataclass(frozen=True, slots=True)
class Due:
    """A gathering whose reminder goes out now."""

    tenant: str
    gathering_id: UUID
    closes_on: date
