"""Comments on a chapter as pages show them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from shared.codes import OpenCode
from shared.contracts.words import words


class CommentKind(OpenCode):
    """What somebody wants by a comment."""

    QUESTION = "question"
    APPROVAL = "approval"
    CHANGE = "change"
    CRITICISM = "criticism"


class Decision(OpenCode):
    """What becomes of a comment."""

    TAKEN = "taken"
    PARTLY = "partly"
    NOT_TAKEN = "not_taken"
    ANSWERED = "answered"
    """What asks for no change."""


words(
    CommentKind,
    question="Frage",
    approval="Zustimmung",
    change="Änderungswunsch",
    criticism="Kritik",
)
words(
    Decision,
    taken="übernommen",
    partly="teilweise übernommen",
    not_taken="nicht übernommen",
    answered="beantwortet",
)

REFUSED: Mapping[str, str] = {
    "framework-stage": "Das geht nicht mehr; der Stand hat sich inzwischen geändert.",
    "wording-missing": "Ein Änderungswunsch braucht einen Vorschlag: Wie soll es dort heißen?",
    "request-undecided": "Sagen Sie bei einem Änderungswunsch, ob er übernommen wird.",
    "standard-unknown": "Diesen Standard gibt es in diesem Kapitel nicht.",
    "supported": "Das unterstützen Sie schon.",
    "own-comment": "Den eigenen Kommentar kann man nicht unterstützen.",
    "too-many-comments": "Zu einem Kapitel sind nicht mehr als 200 Kommentare möglich.",
    "too-many-replies": "Zu einem Kommentar sind nicht mehr als 50 Antworten möglich.",
}


@dataclass(frozen=True)
class Reply:
    """What somebody says to a comment."""

    author: str
    at: datetime
    text: str


@dataclass(frozen=True)
class Comment:
    """What somebody says of the text that they had before them."""

    id: UUID
    version_id: UUID
    chapter_key: UUID
    about: str
    """The standard it is about, as its author saw it; empty for the whole chapter."""
    kind: CommentKind
    author: str
    at: datetime
    text: str
    wording: str
    supporters: int
    supported: bool
    mine: bool
    replies: tuple[Reply, ...]
    decision: Decision | None
    reason: str
