"""Posts for programs of the office."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from pydantic import BaseModel, ConfigDict


class PostView(BaseModel):
    """A planned post, and how much of it is filled and vacant today; 1 is 39 hours a week."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    school_id: UUID
    carrier_id: UUID
    fte: Decimal
    valid_from: date
    last_day: date | None
    filled: Decimal
    vacant: Decimal
    temporary: Decimal
    """So much of it belongs to somebody on leave."""
    vacant_since: date | None


class PostList(BaseModel):
    """Posts by the day they begin; ``next`` is the address of the next page."""

    items: list[PostView]
    next: str | None = None
