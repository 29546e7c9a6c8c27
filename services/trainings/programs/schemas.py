"""Gatherings and registrations as carriers' systems see them."""

from datetime import date, datetime, time
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from services.trainings.stands.values import Standing
from services.trainings.values import Audience
from shared.codes import Open
from shared.contracts.directory import SchoolType
from shared.contracts.gatherings import Approval, GatheringKind, GatheringState, Place


class DateView(BaseModel):
    """A day with times of Europe/Berlin."""

    id: UUID
    day: date
    starts: time
    ends: time
    place: str
    cancelled: bool


class QuotaView(BaseModel):
    """How many seats at most are for people of the client, or of a school type, and are kept.

    Other carriers' are not shown. `until` is its last day.
    """

    carrier_id: UUID | None
    school_type: Open[SchoolType] | None
    at_most: int | None
    at_least: int | None
    until: date | None


class GatheringView(BaseModel):
    """One; `free` is None where there are seats for everybody, `waiting` counts who has none.

    `state` is what the office has decided, `standing` what is true of it now.
    """

    id: UUID
    kind: Open[GatheringKind]
    title: str
    content: str
    state: Open[GatheringState]
    standing: Open[Standing]
    audience: Open[Audience]
    needs_approval: bool
    register_until: date | None
    free: int | None
    waiting: int
    quotas: list[QuotaView]
    dates: list[DateView]


class GatheringList(BaseModel):
    """From the next on; `next` is the next page."""

    items: list[GatheringView]
    next: str | None = None


class NewRegistration(BaseModel):
    """One of the carrier's own workers; `waits` says that a place in line will do."""

    model_config = ConfigDict(extra="forbid")

    worker_id: UUID
    waits: bool = False


class RegistrationView(BaseModel):
    """How it is with it now; `answer_until` is until when an offered seat is kept."""

    id: UUID
    gathering_id: UUID
    worker_id: UUID
    place: Open[Place]
    approval: Open[Approval]
    answer_until: datetime | None


class RegistrationList(BaseModel):
    """In the order in which they came; `next` is the next page."""

    items: list[RegistrationView]
    next: str | None = None
