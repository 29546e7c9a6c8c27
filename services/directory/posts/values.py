"""What fills a post, and what is left of it."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

from shared.contracts.words import words

Pair = tuple[UUID, UUID]
"""A school and a carrier."""


class Standing(StrEnum):
    """Whether a post is filled."""

    VACANT = "vacant"
    FILLED = "filled"


words(Standing, vacant="ganz oder teilweise unbesetzt", filled="besetzt oder nicht gültig")


class Planned(NamedTuple):
    """A post: so much of a full one, from a day on; on the day ``end`` it is over."""

    id: UUID
    fte: Decimal
    first: date
    end: date | None


class Filled(NamedTuple):
    """Hours a week of somebody from a day on, on ``end`` no longer; ``away`` if on leave."""

    hours: Decimal
    first: date
    end: date | None
    away: bool = False


@dataclass(frozen=True)
class Vacancy:
    """How much of a post is filled and vacant on a day, and since when without a break."""

    filled: Decimal
    vacant: Decimal
    since: date | None
    today: date
    temporary: Decimal = Decimal("0.00")
    """So much of what is vacant belongs to somebody on leave."""

    @property
    def days(self) -> int | None:
        """How many it has been vacant, with today."""
        return None if self.since is None else (self.today - self.since).days + 1
