"""Employments: which one a day belongs to, and whether another one may begin."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import pairwise
from typing import NamedTuple
from uuid import UUID

from shared.contracts.directory import Funding
from shared.contracts.words import words


class Employment(NamedTuple):
    """A period in which a worker is employed; ``ordinal`` counts those of a worker from 1."""

    id: UUID
    worker_id: UUID
    external_id: str
    ordinal: int
    digest: str
    correlation_id: UUID
    start_date: date
    fixed_term_until: date | None
    funding: Funding
    last_day: date | None = None
    cancelled: bool = False
    name: str = ""
    """What people call the worker, where it was asked for."""

    @property
    def end(self) -> date | None:
        """The last day; that of the fixed term as long as no departure says otherwise."""
        return self.last_day or self.fixed_term_until

    def settled(self, today: date) -> bool:
        """Whether nothing about it can change any more."""
        return self.cancelled or (self.last_day is not None and self.last_day < today)


class Standing(NamedTuple):
    """At which carrier an employment takes place, and its last day as announced."""

    carrier_id: UUID
    last_day: date | None


class State(StrEnum):
    """Where an employment stands on a day."""

    CURRENT = "current"
    COMING = "coming"
    OVER = "over"
    CANCELLED = "cancelled"


words(
    State,
    current="beschäftigt",
    coming="beginnt noch",
    over="beendet",
    cancelled="zurückgenommen",
)


@dataclass(frozen=True)
class Wanted:
    """Which employments of a municipality: of one carrier, or in a state, if that is named."""

    tenant: str
    carrier_id: UUID | None
    today: date
    state: State | None = None
    funding: Funding | None = None
    external_id: str | None = None


def state_of(employment: Employment, today: date) -> State:
    """Where it stands on that day."""
    if employment.cancelled:
        return State.CANCELLED
    if employment.start_date > today:
        return State.COMING
    over = employment.end is not None and employment.end < today
    return State.OVER if over else State.CURRENT


Number = tuple[UUID, str]
"""A carrier and its own number of a worker."""
Known = dict[Number, list[Employment]]
"""What is known under a number, in the order in which it was posted."""


def leaves(last_days: Collection[date | None], today: date) -> date | None:
    """The last day of somebody with these employments; None while one of them has no end yet.

    Who has none has not begun: their last day is over.
    """
    if any(each is None for each in last_days):
        return None
    known = [each for each in last_days if each is not None]
    return max(known, default=today - timedelta(days=1))


def overlapping(known: Sequence[Employment], start: date) -> Employment | None:
    """The employment that has not ended by ``start``, the latest if there are several."""
    for each in reversed(known):
        if not each.cancelled and (each.end is None or each.end >= start):
            return each
    return None


def following(known: Sequence[Employment], employment: Employment) -> Employment | None:
    """The next one that takes place."""
    later = (e for e in known if e.ordinal > employment.ordinal and not e.cancelled)
    return next(later, None)


def preceding(known: Sequence[Employment], employment: Employment) -> Employment | None:
    """The one before it that takes or took place."""
    earlier = (e for e in known if e.ordinal < employment.ordinal and not e.cancelled)
    return max(earlier, key=lambda each: each.ordinal, default=None)


def concerned(known: Sequence[Employment], day: date, today: date) -> Employment | None:
    """The one that a change or departure on ``day`` is about: what is settled is left out.

    A day before all of them belongs to the first.
    """
    current = [each for each in known if not each.settled(today)]
    begun = [each for each in current if each.start_date <= day]
    return begun[-1] if begun else next(iter(current), None)


def either(
    known: Sequence[Employment], last_day: date, today: date
) -> tuple[Employment, Employment] | None:
    """Two neighbours of which a last day may mean either; None where it is plain.

    It may prolong the first, unless that is over and the second has begun by the day, or else end
    the second or cancel it, unless that has begun before such a day.
    """
    current = [each for each in known if not each.settled(today)]
    for first, second in reversed(list(pairwise(current))):
        if first.end is None or last_day <= first.end:
            continue
        between = last_day < second.start_date
        if (today < second.start_date) if between else (first.end >= today):
            return first, second
    return None
