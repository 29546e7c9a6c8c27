"""Nodes of the network, what is missing in it, and where it is drawn."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from shared.contracts.relationships import RelationshipType

PERSON = "person"
"""Beside the kinds of organizations."""


def address_of(key: UUID, kind: str) -> str:
    """Of the page of a node, below the service's own."""
    return f"/beziehungen?person_id={key}" if kind == PERSON else f"/organisationen/{key}"


@dataclass(frozen=True)
class Link:
    """The way from a node to a neighbour: an organization, or a person."""

    called: str
    name: str
    id: UUID
    kind: str

    @property
    def address(self) -> str:
        """Where the neighbour is shown: a person by what they are there for."""
        return address_of(self.id, self.kind)


@dataclass(frozen=True)
class Node:
    """An organization with its neighbours."""

    id: UUID
    name: str
    kind: str
    links: Sequence[Link]

    @property
    def count(self) -> int:
        return len(self.links)

    @property
    def neighbours(self) -> str:
        """All in one cell of a file."""
        return "; ".join(f"{each.called} {each.name}" for each in self.links)


@dataclass(frozen=True)
class Gap:
    """What a school lacks."""

    school_id: UUID
    school: str
    type: RelationshipType


@dataclass(frozen=True)
class Box:
    """A node as it is drawn; ``label`` is as much of its name as fits."""

    x: int
    y: int
    label: str
    name: str
    address: str


@dataclass(frozen=True)
class Line:
    """Between the edges of two boxes."""

    x1: int
    y1: int
    x2: int
    y2: int
    what: str


@dataclass(frozen=True)
class Drawing:
    """A picture of nodes and their neighbours."""

    width: int
    height: int
    boxes: Sequence[Box]
    lines: Sequence[Line]
