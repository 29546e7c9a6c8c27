"""Decisions as pages show them."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class Decided:
    """``called`` is 2026-3, and empty until the minutes are published."""

    id: UUID
    called: str
    text: str

    @property
    def in_words(self) -> str:
        """2026-3: the beginning of its wording."""
        beginning = self.text[:60]
        return f"{self.called}: {beginning}" if self.called else beginning
