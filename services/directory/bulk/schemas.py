"""The answer to a file of hires, row by row."""

from enum import StrEnum
from typing import Any
from uuid import UUID

from pydantic import BaseModel, Field

from services.directory.placements.schemas import Finding


class RowOutcome(StrEnum):
    """What became of a row."""

    CREATED = "created"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


class RowAnswer(BaseModel):
    """``row`` counts elements of the array, or lines below the heading, from 1."""

    row: int
    outcome: RowOutcome
    external_id: str | None = None
    worker_id: UUID | None = None
    correlation_id: UUID | None = None
    warnings: list[Finding] = Field(default_factory=list)
    problem: dict[str, Any] | None = None


class BulkAnswer(BaseModel):
    """How many rows came to what, and each row."""

    created: int
    unchanged: int
    refused: int
    rows: list[RowAnswer]
