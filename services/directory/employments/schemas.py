"""Employments as their carrier's program reads them, page by page."""

from pydantic import BaseModel

from services.directory.schemas import EmploymentRecord


class EmploymentList(BaseModel):
    """In the order in which they became known; ``next`` is the next page."""

    items: list[EmploymentRecord]
    next: str | None = None
