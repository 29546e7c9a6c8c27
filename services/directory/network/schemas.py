"""What is missing in the network, as programs of the office see it."""

from datetime import date
from typing import Self
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from services.directory.network.values import Lacking
from shared.codes import Open
from shared.contracts.directory import OrganizationKind
from shared.contracts.relationships import RelationshipType


class LinkView(BaseModel):
    """The way from an organization to a neighbour; `kind` is an organization's, or `person`."""

    model_config = ConfigDict(from_attributes=True)

    called: str
    name: str
    id: UUID
    kind: str


class NodeView(BaseModel):
    """An organization with its neighbours today."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    name: str
    kind: Open[OrganizationKind]
    links: list[LinkView]


class NodeList(BaseModel):
    """Organizations by name; ``next`` is the address of the next page."""

    items: list[NodeView]
    next: str | None = None


class GapsView(BaseModel):
    """A school and what it lacks today; `due_on` where somebody means to see to it."""

    school_id: UUID
    school: str
    missing: list[Open[RelationshipType]]
    due_on: date | None

    @classmethod
    def of(cls, lacking: Lacking) -> Self:
        return cls(
            school_id=lacking.id,
            school=lacking.name,
            missing=[each.type for each in lacking.gaps],
            due_on=lacking.due_on,
        )


class GapsList(BaseModel):
    """Schools that lack something, by name; ``next`` is the address of the next page."""

    items: list[GapsView]
    next: str | None = None


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
