"""Decisions as pages show them."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class Decided:
    """``called`` is 2026-3, and empty until the minutes are published."""

    id: UUID
    called: str
    text: str
