"""What is answered about leaves."""

from datetime import date
from uuid import UUID

from pydantic import BaseModel


class LeaveView(BaseModel):
    """A leave as it is known; ``taken`` is false if it does not take place."""

    leave_id: UUID
    employment_id: UUID
    worker_id: UUID
    external_id: str
    first_day: date
    last_day: date | None
    taken: bool = True


class LeaveList(BaseModel):
    """In the order in which they were posted last; ``next`` is the next page."""

    items: list[LeaveView]
    next: str | None = None
