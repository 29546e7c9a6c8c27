"""What is done to the days of an organization, and what goes on beyond its last one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple
from uuid import UUID

from services.directory.relationships.values import Related
from shared.codes import OpenCode
from shared.contracts.directory import OrganizationKind
from shared.contracts.words import words


class Act(OpenCode):
    """What the office did."""

    CLOSED = "closed"
    REOPENED = "reopened"
    NUMBER_RELEASED = "number_released"


words(
    Act,
    closed="geschlossen",
    reopened="wieder geöffnet",
    number_released="Schulnummer freigegeben",
)


class Bounds(NamedTuple):
    """From which day on an organization is open, and from which on it is closed."""

    valid_from: date | None
    valid_to: date | None


@dataclass(frozen=True)
class Worker:
    """Somebody who is placed there beyond the last day."""

    name: str
    employment_id: UUID
    last_day: date | None


@dataclass(frozen=True)
class Beyond:
    """What goes on although an organization is closed, or is closing."""

    workers: Sequence[Worker]
    relationships: Sequence[Related]
    posts: Sequence[tuple[UUID, date | None]]
    """Planned: id and last day."""

    def __bool__(self) -> bool:
        return bool(self.workers or self.relationships or self.posts)


@dataclass(frozen=True)
class Closing:
    """An organization with a last day, as the list shows it."""

    id: UUID
    name: str
    kind: OrganizationKind
    last_day: date
    successor: str
    relationships: int
    """That hold beyond the last day."""


class Overdue(NamedTuple):
    """How many organizations have relationships beyond their last day, and since when."""

    organizations: int
    since: date
