"""What is missing in the network, as programs of the office see it."""

from datetime import date
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from shared.codes import Open
from shared.contracts.relationships import RelationshipType


class GapTaskView(BaseModel):
    """What the office means to do about something that is missing, and by when."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    school_id: UUID
    type: Open[RelationshipType]
    due_on: date
    assignee_id: UUID | None
    done: bool


class GapTaskList(BaseModel):
    """Tasks by the day on which they are due; ``next`` is the address of the next page."""

    items: list[GapTaskView]
    next: str | None = None
