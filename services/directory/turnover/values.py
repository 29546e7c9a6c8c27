"""What is counted, on which day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID

Pair = tuple[UUID, UUID]
"""A school and a carrier."""


class Spell(NamedTuple):
    """A time in which somebody worked in the municipality without a day between, for whomever."""

    worker_id: UUID
    first: date
    last: date


class Planned(NamedTuple):
    """So much of a full post at a school, with a carrier, until a last day if there is one."""

    pair: Pair
    fte: Decimal
    first: date
    last: date | None


@dataclass(frozen=True)
class Figures:
    """How it is on a day, and has been in the twelve months until it; None where it has no base."""

    day: date
    heads: int
    fte: Decimal
    leavers: int
    turnover: Decimal | None
    """Leavers for a hundred of those who were there on average."""
    tenure: Decimal | None
    """The median, in years, of those who are there."""
    retention: Decimal | None
    """Of a hundred who began in the year before, how many were there twelve months later."""
    staffing: Decimal | None
    """How much of a hundred planned full posts is filled."""
    vacant_days: Decimal
    """Full posts times days without anybody."""


@dataclass(frozen=True)
class Group:
    """Those who are counted together, by the words for them."""

    names: Sequence[str]
    heads: int
    leavers: int
    turnover: Decimal | None
    tenure: Decimal | None


@dataclass(frozen=True)
class Drawn:
    """A line through the figures, in pixels, and the same in words."""

    title: str
    width: int
    height: int
    line: str
    dots: Sequence[tuple[int, int]]
    labels: Sequence[tuple[int, str]]
    steps: Sequence[tuple[int, str]]
    words: str
