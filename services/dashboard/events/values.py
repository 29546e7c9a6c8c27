"""An event as it was seen and as it is described, and the services' lanes."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from shared.contracts.phrases import Lane, lanes

CHANNEL = "events"
"""Notified when there are new ones."""
LANES = lanes()
_ORGANIZATIONS = ("carrier_id", "school_id", "organization_id")
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
    """What the copies know: the titles of tasks by tenant and code, and by template."""

    titles: Mapping[tuple[str, str], str] = field(default_factory=dict)
    of_templates: Mapping[UUID, Mapping[str, str]] = field(default_factory=dict)


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


def organizations_in(bodies: Iterable[object]) -> list[UUID]:
    """The ids of organizations that some bodies name, each once, in order."""
    found = dict.fromkeys(value for each in bodies for value in _named(each))
    return list(dict.fromkeys(each for each in map(_id, found) if each))


def _named(body: object) -> Iterator[str]:
    waiting = [body]
    for part in waiting:
        if isinstance(part, dict):
            named = [part.get(name) for name in _ORGANIZATIONS]
            yield from (value for value in named if isinstance(value, str))
            waiting.extend(each for each in part.values() if isinstance(each, dict | list))
        elif isinstance(part, list):
            waiting.extend(part)


def _id(text: str) -> UUID | None:
    with suppress(ValueError):
        return UUID(text)
    return None
