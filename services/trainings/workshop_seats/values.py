"""What somebody wants of the workshops of one time, and what they have."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from shared.database.paging import attribute

REFUSED = {
    "workshop-gone": "Dieser Workshop wird zu dieser Zeit nicht mehr angeboten.",
}


@dataclass(frozen=True)
class Wish:
    """For a workshop; the lower its ``priority``, the sooner it is theirs. 0 is the office's."""

    id: UUID
    registration_id: UUID
    workshop_id: UUID
    priority: int
    since: datetime
    seated: bool = False
    overbooked: bool = False


@dataclass(frozen=True)
class Own:
    """Of one time: wishes in their order, the seat, and the place in line for better ones."""

    wanted: Sequence[UUID] = ()
    seat: UUID | None = None
    waiting: Mapping[UUID, int] | None = None


@dataclass(frozen=True)
class Fullness:
    """How many have a seat in a workshop, and how many wait for one."""

    seated: int = 0
    waiting: int = 0


@dataclass(frozen=True)
class Listed:
    """Somebody with a seat in the gathering; ``id`` is their registration's."""

    id: UUID
    name: str
    workshop: str
    waits_for: str


LISTED = (
    attribute("name", "Name"),
    attribute("workshop", "Workshop"),
    attribute("waits_for", "Wartet auf"),
)


@dataclass(frozen=True)
class Named:
    """One line of a workshop's list."""

    registration_id: UUID
    name: str
    overbooked: bool = False
