"""What surveys announces, and the page it answers invitations with."""

from datetime import date
from enum import StrEnum
from uuid import UUID

from shared.links import LinkKind
from shared.messaging.event import Event

SURVEY_PAGE = LinkKind("surveys.invitation", service="surveys", what="befragung")


class Occasion(StrEnum):
    """What a pulse survey follows."""

    DAY_30 = "day_30"
    DAY_100 = "day_100"


class PulsePlanned(Event, name="surveys.pulse-planned.v1", key="worker_id"):
    """A worker will be asked on these days; not on one that had passed or lies after the end."""

    onboarding_id: UUID
    worker_id: UUID
    day_30_on: date | None = None
    day_100_on: date | None = None


class PulseCancelled(Event, name="surveys.pulse-cancelled.v1", key="worker_id"):
    """A worker will not be asked any more."""

    onboarding_id: UUID
    worker_id: UUID


class InvitationIssued(Event, name="surveys.invitation-issued.v1", key="worker_id"):
    """A worker is invited to answer; whether they do is never announced."""

    invitation_id: UUID
    survey_id: UUID
    worker_id: UUID
    occasion: Occasion
    closes_on: date
    employment_id: UUID | None = None
