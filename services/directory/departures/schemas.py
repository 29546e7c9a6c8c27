"""Departures as their carrier's program reads them, page by page."""

from datetime import date, datetime
from uuid import UUID

from pydantic import BaseModel

from shared.codes import Open
from shared.contracts.directory import DepartureReason


class DepartureRecord(BaseModel):
    """A last day as it was posted; of several of one employment the latest applies."""

    departure_id: UUID
    employment_id: UUID
    worker_id: UUID
    external_id: str
    last_day: date
    reason: Open[DepartureReason]
    recorded_at: datetime


class DepartureList(BaseModel):
    """In the order in which they were posted; ``next`` is the next page."""

    items: list[DepartureRecord]
    next: str | None = None
