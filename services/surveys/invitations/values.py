"""Invitations and surveys as the neighbours see them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from shared.contracts.surveys import Occasion

CHANNEL = "pulses"
"""Notified when invitations wait to be put into their urn, or taken out."""


class InvitationState(StrEnum):
    """Whether an invitation may still be answered; the urn knows whether it has been."""

    WAITING = "waiting"
    """Its urn does not know of it yet."""
    OPEN = "open"
    LEAVING = "leaving"
    """It is over, and still has to be taken out of its urn."""
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
    over: bool
    """Its last day has passed; one may be closed before."""


@dataclass(frozen=True)
class Settled:
    """Invitations to one survey that its urn has to learn of, or to forget."""

    tenant: str
    survey_id: UUID
    coming: Sequence[UUID]
    leaving: Sequence[UUID]


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
