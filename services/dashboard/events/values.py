"""An event as it was seen and as it is described, and the services' lanes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from shared.contracts.phrases import Lane, lanes

CHANNEL = "events"
"""Notified when there are new ones."""
LANES = lanes()
LONGEST_STORY = 2000
"""Events; of a longer one the first are told."""


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One event as it was seen; ``position`` grows in the order of commits."""

    position: int
    id: UUID
    type: str
    source: str
    topic: str
    key: str
    tenant: str
    correlation_id: UUID
    causation_id: UUID | None
    time: datetime
    seen_at: datetime
    data: Any


@dataclass(frozen=True)
class Vocabulary:
    """What the copies know: the titles of tasks by tenant and code."""

    titles: Mapping[tuple[str, str], str] = field(default_factory=dict)


@dataclass(frozen=True)
class Description:
    """One event in words."""

    what: str
    many: str
    detail: str = ""
    part: str = ""
    failed: bool = False

    @property
    def words(self) -> str:
        """All of it in one line."""
        return f"{self.what}: {self.detail}" if self.detail else self.what


@dataclass(frozen=True)
class DescribedEvent:
    """An event, what it means, and whose it is."""

    event: Occurrence
    description: Description

    @property
    def position(self) -> int:
        """Its place in the order of all events."""
        return self.event.position

    @property
    def lane(self) -> Lane:
        """The service that announced it."""
        return lane_of(self.event.source)


def lane_of(service: str) -> Lane:
    """How a service is shown; one we do not know bears its own name."""
    return LANES.get(service, Lane(service, "slate", place=len(LANES) + 1))


def organizations_in(data: object) -> list[UUID]:
    """The ids of organizations that a body names, each once, in order."""
    found: dict[UUID, None] = {}
    waiting = [data]
    while waiting:
        part = waiting.pop(0)
        if isinstance(part, dict):
            named = [part.get(f"{what}_id") for what in ("carrier", "school", "organization")]
            found.update((UUID(value), None) for value in named if _is_id(value))
            waiting.extend(part.values())
        elif isinstance(part, list):
            waiting.extend(part)
    return list(found)


def _is_id(value: object) -> bool:
    try:
        return isinstance(value, str) and bool(UUID(value))
    except ValueError:
        return False
