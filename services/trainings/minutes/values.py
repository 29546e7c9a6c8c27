"""Minutes as pages show them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Literal

from shared.contracts.words import words

LONGEST = 20_000
"""Letters of minutes."""


class Step(StrEnum):
    """Which button of the form was pressed."""

    SAVE = "save"
    """For everybody who writes on it."""
    KEEP = "keep"
    """For oneself, until later."""


words(Step, save="Speichern", keep="Entwurf merken")


@dataclass(frozen=True)
class Clash:
    """Somebody else has saved since; ``stored`` is what they wrote."""

    stored: str
    revision: int


@dataclass(frozen=True)
class Piece:
    """Words that both texts have, or only one of them."""

    of: Literal["both", "old", "new"]
    text: str


@dataclass(frozen=True)
class Revision:
    """One state of the text; ``restored`` is the number of the one that it brought back, or 0."""

    number: int
    at: datetime
    author: str
    restored: int


@dataclass(frozen=True)
class Correction:
    """What was added after the minutes were published."""

    number: int
    at: datetime
    text: str
    reason: str


@dataclass(frozen=True)
class Published:
    """Frozen: what the minutes said when they were published, and what was corrected since."""

    title: str
    held_at: datetime | None
    place: str
    at: datetime
    text: str
    present: Sequence[str]
    corrections: Sequence[Correction]


def paragraphs(text: str) -> list[list[str]]:
    """Parts between empty lines, each with its lines."""
    return [part.strip().split("\n") for part in text.split("\n\n") if part.strip()]
