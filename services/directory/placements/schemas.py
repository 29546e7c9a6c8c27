"""Workers and placements as their carrier's program reads them, page by page."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from pydantic import BaseModel

from services.directory.schemas import WorkerView


class WorkerList(BaseModel):
    """In the order in which they became known; ``next`` is the next page."""

    items: list[WorkerView]
    next: str | None = None


class PlacementRecord(BaseModel):
    """A school and the hours there, from a day on, up to a day or for the time being."""

    placement_id: UUID
    employment_id: UUID
    worker_id: UUID
    external_id: str
    school_number: str
    school_name: str
    weekly_hours: Decimal
    valid_from: date
    valid_until: date | None


class PlacementList(BaseModel):
    """In the order in which they were posted; ``next`` is the next page."""

    items: list[PlacementRecord]
    next: str | None = None
