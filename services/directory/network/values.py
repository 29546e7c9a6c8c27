"""Nodes of the network, what is missing in it, and where it is drawn."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from shared.contracts.cards import Card, Urgency
from shared.contracts.phrases import counted
from shared.contracts.relationships import RelationshipType
from shared.contracts.words import word, words

GAP_TASKS = "/directory/netzwerk/aufgaben"
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

    @property
    def form(self) -> str:
        """Where it is entered, below the service's own."""
        return f"/beziehungen/neu?art={self.type}&an={self.school_id}"


@dataclass(frozen=True)
class Lacking:
    """A school with what it lacks, and with the tasks that are open about it."""

    id: UUID
    name: str
    gaps: Sequence[Gap]
    tasks: Mapping[RelationshipType, "Task"]

    @property
    def missing(self) -> str:
        """All in one cell of a file."""
        return ", ".join(word(RelationshipType, each.type) for each in self.gaps)

    @property
    def due_on(self) -> date | None:
        """The first day on which one of the tasks is due."""
        return min((each.due_on for each in self.tasks.values()), default=None)


class TaskState(StrEnum):
    """Whether a task is still to be done."""

    OPEN = "open"
    DONE = "done"


words(TaskState, open="offen", done="erledigt")


@dataclass(frozen=True)
class Task:
    """What the office means to do about something that is missing."""

    id: UUID
    school_id: UUID
    school: str
    type: RelationshipType
    due_on: date
    assignee_id: UUID | None
    assignee: str
    """Empty for nobody, and for who is known no more."""
    done: bool
    """Said so, or nothing is missing any more."""
    late: bool

    @property
    def state(self) -> str:
        if self.done:
            return word(TaskState, TaskState.DONE)
        return "überfällig" if self.late else word(TaskState, TaskState.OPEN)


@dataclass(frozen=True)
class Box:
    """A node as it is drawn; ``label`` is as much of its name as fits.

    One without an address stands for the rest of its kinds.
    """

    x: int
    y: int
    label: str
    name: str
    address: str


@dataclass(frozen=True)
class Line:
    """From a box to another; ``what`` is empty where it leads to what is not drawn."""

    path: str
    what: str


@dataclass(frozen=True)
class Heading:
    """What the boxes below it are."""

    x: int
    y: int
    text: str


@dataclass(frozen=True)
class Drawing:
    """A picture of nodes and their neighbours; ``box`` is how wide each is."""

    width: int
    height: int
    box: int
    boxes: Sequence[Box]
    lines: Sequence[Line]
    headings: Sequence[Heading]

    @property
    def drawn(self) -> Sequence[Box]:
        """Those that are a node."""
        return [each for each in self.boxes if each.address]

    @property
    def meant(self) -> Sequence[Line]:
        """Those between two nodes."""
        return [each for each in self.lines if each.what]


def tasks_due(number: int, late: int) -> list[Card]:
    """What the asker, or nobody in particular, means to do about what is missing."""
    if not number:
        return []
    tasks = counted(number, "Aufgabe ist", "Aufgaben sind")
    over = f", {late} davon überfällig" if late else ""
    return [
        Card(
            code="gap_tasks",
            title="Aufgaben zum Netzwerk",
            number=number,
            sentence=f"{tasks} in einer Woche fällig{over}.",
            urgency=Urgency.NOW if late else Urgency.SOON,
            link=f"{GAP_TASKS}?state=open",
            order=9,
        )
    ]
