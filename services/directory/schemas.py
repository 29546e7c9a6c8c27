"""What several capabilities post and answer; hours are hours per week."""

from datetime import date
from decimal import Decimal
from typing import Annotated
from uuid import UUID

from fastapi import Header
from pydantic import BaseModel, ConfigDict, Field

from shared.contracts.directory import Funding, SchoolNumber, WeeklyHours


class Posted(BaseModel):
    """A body from outside: unknown fields are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class NewPlacement(Posted):
    """One school and the hours there."""

    school_number: SchoolNumber
    weekly_hours: WeeklyHours


Placements = Annotated[tuple[NewPlacement, ...], Field(min_length=1, max_length=10)]


class Finding(BaseModel):
    """A rule of the funding guideline that is not kept; the fact is stored all the same."""

    rule: str
    reason: str


class Receipt(BaseModel):
    """What a posted fact became; ``correlation_id`` names the story it began."""

    worker_id: UUID
    placement_ids: list[UUID]
    correlation_id: UUID
    warnings: list[Finding]


class PlacementView(BaseModel):
    """A worker at a school."""

    id: UUID
    school_number: SchoolNumber
    school_name: str
    weekly_hours: Decimal
    starts_on: date
    ends_on: date | None


class WorkerView(BaseModel):
    """A worker as the employing carrier sees them."""

    worker_id: UUID
    external_id: str
    given_name: str
    family_name: str
    email: str
    start_date: date
    fixed_term_until: date | None
    funding: Funding
    last_day: date | None
    placements: list[PlacementView]


IdempotencyKey = Annotated[
    str,
    Header(
        alias="Idempotency-Key",
        min_length=1,
        max_length=128,
        pattern=r"^[\x21-\x7e]+$",
        description="Chosen by the client; the same key and body are answered the same again.",
    ),
]
