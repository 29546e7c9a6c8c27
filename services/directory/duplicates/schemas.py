"""People who may be the same, for programs of the office."""

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from services.directory.duplicates.values import Reason, Standing
from shared.codes import Open


class DuplicateView(BaseModel):
    """Two people who may be the same: ``score`` of 100, which is certain."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    first_id: UUID
    second_id: UUID
    score: int
    reasons: list[Open[Reason]]
    standing: Standing
    found_at: datetime
    judged_at: datetime | None


class DuplicateList(BaseModel):
    """By score; ``next`` is the address of the next page."""

    items: list[DuplicateView]
    next: str | None = None
