"""What is posted about leaves, and what is answered."""

from datetime import date
from uuid import UUID

from pydantic import BaseModel

from services.directory.schemas import Day, Posted
from shared.web.text import ExternalId


class NewLeave(Posted):
    """A worker is away from ``first_day`` on, up to ``last_day`` if that is known; no reason.

    Posted again with the same first day, it says another last one.
    """

    external_id: ExternalId
    employment_id: UUID | None = None
    first_day: Day
    last_day: Day | None = None


class NewReturn(Posted):
    """A worker is back at work on ``first_day``; on that of the leave, they never were away."""

    external_id: ExternalId
    employment_id: UUID | None = None
    first_day: Day


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
