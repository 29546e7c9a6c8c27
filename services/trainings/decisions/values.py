"""Decisions as pages show them."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class Decided:
    """``called`` is 2026-3, and empty until the minutes are published."""

    id: UUID
    called: str
    text: str
    votes: str = ""

    @property
    def in_words(self) -> str:
        """2026-3: the beginning of its wording."""
        beginning = self.text[:60]
        return f"{self.called}: {beginning}" if self.called else beginning


def votes_in_words(in_favour: int | None, against: int | None, abstained: int | None) -> str:
    """12 dafür, 1 dagegen, 2 Enthaltungen; empty where nobody counted."""
    if in_favour is None and against is None and abstained is None:
        return ""
    held = "Enthaltung" if abstained == 1 else "Enthaltungen"
    return f"{in_favour or 0} dafür, {against or 0} dagegen, {abstained or 0} {held}"
