"""Organizations as they are shown."""

from uuid import UUID

from pydantic import BaseModel

from shared.contracts.directory import SchoolNumber, SchoolType


class SchoolView(BaseModel):
    """A school that placements may name."""

    id: UUID
    school_number: SchoolNumber
    name: str
    school_type: SchoolType
    all_day_school: bool


class SchoolList(BaseModel):
    """Schools of the municipality in the order of their numbers; ``next`` is the next page."""

    items: list[SchoolView]
    next: str | None = None
