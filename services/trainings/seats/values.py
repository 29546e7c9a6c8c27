"""How full a gathering is, and how somebody's registration stands."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol
from uuid import UUID

from shared.codes import OpenCode
from shared.contracts.gatherings import Approval, Place
from shared.contracts.words import words
from shared.messaging.event import Cause


class Why(OpenCode):
    """Why somebody waits."""

    FULL = "full"
    QUOTA = "quota"
    OTHERS = "others"
    APPROVAL = "approval"


words(
    Why,
    full="alle Plätze sind vergeben",
    quota="das Kontingent Ihres Trägers ist vergeben",
    others="andere warten schon länger",
    approval="die Freigabe fehlt noch",
)


class Acting(Protocol):
    """Who does something, and because of what: somebody signed in, or a guest."""

    @property
    def person_id(self) -> UUID: ...

    @property
    def cause(self) -> Cause: ...


@dataclass(frozen=True)
class Room:
    """Seats there are, in all and for single carriers; None is without a limit."""

    capacity: int | None = None
    quotas: Mapping[UUID, int] = field(default_factory=dict)

    @property
    def is_limited(self) -> bool:
        return self.capacity is not None or bool(self.quotas)


@dataclass(frozen=True)
class Claim:
    """A registration that wants a seat, of whoever works with a carrier, or with none."""

    registration_id: UUID
    carrier_id: UUID | None = None


Taken = Mapping[UUID | None, int]
"""Seats that are confirmed or kept for an answer, by carrier."""


@dataclass(frozen=True)
class Standing:
    """What somebody is told of their own registration.

    ``position`` is theirs among those who wait, None for who does not wait in line.
    """

    registration_id: UUID
    place: Place
    approval: Approval
    position: int | None = None
    why: Why | None = None
    answer_until: datetime | None = None


@dataclass(frozen=True)
class Occupancy:
    """How full it is: ``free`` is None without a limit."""

    confirmed: int = 0
    offered: int = 0
    waiting: int = 0
    pending: int = 0
    free: int | None = None
