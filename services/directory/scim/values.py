"""What questions a carrier's identity system raises, and how a user of it looks."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from shared.contracts.words import words

MEDIA_TYPE = "application/scim+json"
BASE = "/directory/scim/v2"
QUESTIONS = "/directory/meldungen-der-it"
MAX_RESULTS = 200
MAX_DEPTH = 3
"""Of brackets in a filter; identity systems send none or one."""
MAX_NESTED = 12
"""Of a body; a patch of a user's addresses has six."""
LONGEST_FILTER = 1000
"""And of a path."""
INDEXED = frozenset({"username", "externalid", "id"})
"""Attributes by which a user is found without looking at the others."""
SYSTEM = "scim"
"""Of the keys by which people are known in other systems."""


class QuestionKind(StrEnum):
    """What an identity system has said of somebody, and only the office can settle."""

    LEAVES = "leaves"
    RETURNS = "returns"


words(
    QuestionKind, leaves="gesperrt: verlässt sie oder er den Träger?", returns="wieder freigegeben"
)


class Settled(StrEnum):
    """How a question ended."""

    DEPARTED = "departed"
    STAYS = "stays"
    TAKEN_BACK = "taken_back"


@dataclass(frozen=True, slots=True)
class Question:
    """One that is open, as the office and the carrier see it."""

    id: UUID
    kind: QuestionKind
    asked_at: datetime
    name: str
    carrier: str
    carrier_id: UUID
    employment_id: UUID | None
    external_id: str


def too_much(text: str) -> str:
    """Why nothing is made of a filter or a path; brackets outside of quotation marks count."""
    if not text.isprintable():
        return "there are control characters in it"
    depth = deepest = 0
    quoted = escaped = False
    for each in text:
        if quoted:
            quoted, escaped = (each != '"' or escaped), (each == "\\" and not escaped)
            continue
        quoted = each == '"'
        depth += {"(": 1, "[": 1, ")": -1, "]": -1}.get(each, 0)
        deepest = max(deepest, depth)
    if deepest > MAX_DEPTH or len(text) > LONGEST_FILTER:
        return f"brackets are nested at most {MAX_DEPTH} deep, in {LONGEST_FILTER} characters"
    return ""
