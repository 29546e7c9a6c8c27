"""How the API tells a story."""

from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import BaseModel, Field


class JourneyEvent(BaseModel):
    """One event of a story."""

    id: UUID
    type: str
    source: str
    time: datetime
    offset_ms: float = Field(description="since the first event of the story")
    causation_id: UUID | None = Field(description="the event that led to this one")
    words: str
    data: Any


class JourneyView(BaseModel):
    """Everything one event caused, causes before effects."""

    correlation_id: UUID
    municipality: str
    headline: str
    page: str
    events: list[JourneyEvent]
