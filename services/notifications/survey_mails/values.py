"""What the mails of a survey are known by."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from shared.contracts.notifications import LetterKind

CHANNEL = "survey_mails"
"""Notified when another survey has begun."""
ASKED = LetterKind("planned_survey")
REMINDED = LetterKind("planned_survey_reminder")
"""Neither is ever stored: the link would tell whose answer an invitation was used for."""


@dataclass(frozen=True, slots=True)
class Due:
    """A survey whose people are written to now."""

    tenant: str
    survey_id: UUID
    reminds: bool
    closes_on: date
