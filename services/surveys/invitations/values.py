"""Invitations and surveys as the neighbours see them."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from shared.contracts.surveys import Occasion


class InvitationState(StrEnum):
    """Whether an invitation may still be answered."""

    OPEN = "open"
    USED = "used"
    CLOSED = "closed"


@dataclass(frozen=True)
class OpenedInvitation:
    """What an invitation says to whoever holds its link; not whose it is."""

    id: UUID
    tenant: str
    survey_id: UUID
    occasion: Occasion
    closes_on: date
    state: InvitationState


@dataclass(frozen=True)
class InvitedSurvey:
    """One survey, and how many were invited to it so far."""

    id: UUID
    occasion: Occasion
    school_year: str
    invited: int


@dataclass(frozen=True)
class Running:
    """What may be answered on a day, whether it has been or not."""

    surveys: int = 0
    invitations: int = 0
    last_day: date | None = None
