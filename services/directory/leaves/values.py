"""Leaves, and what is left of a time in which somebody works."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import NamedTuple
from uuid import UUID

from services.directory.schemas import Span
from services.directory.values import LaterFact, Untrue, day_after


class Away(NamedTuple):
    """A leave; without ``last_day`` nobody knows when it ends."""

    id: UUID
    employment_id: UUID
    first_day: date
    last_day: date | None

    def holds_on(self, day: date) -> bool:
        return self.first_day <= day and (self.last_day is None or day <= self.last_day)


Days = tuple[date, date | None]
"""The first and the last; without a last one it goes on."""


def at_work(days: Days, away: Iterable[Away]) -> list[Days]:
    """What is left of a time without leaves."""
    left = [days]
    for leave in away:
        left = [part for each in left for part in _without(each, leave)]
    return left


def absent(days: Days, away: Iterable[Away]) -> list[Days]:
    """The parts of a time that are leave."""
    first, last = days
    met = [each for each in away if _meets(days, each)]
    return [(max(first, each.first_day), _earlier(last, each.last_day)) for each in met]


def no_longer_true(spans: Iterable[Span], away: Iterable[Away], last_day: date) -> list[LaterFact]:
    """What was posted for days after a last one: placements that begin then, leaves that last."""
    found = [
        LaterFact(
            kind=Untrue.PLACEMENT,
            first_day=span.valid_from,
            last_day=span.valid_until,
            school_name=each.school_name,
        )
        for span in spans
        if span.valid_from > last_day
        for each in span.placements
    ]
    found += [
        LaterFact(kind=Untrue.LEAVE, first_day=each.first_day, last_day=each.last_day)
        for each in away
        if each.last_day is None or each.last_day > last_day
    ]
    return sorted(found, key=lambda each: each.first_day)


def working(spans: Sequence[Span], away: Sequence[Away]) -> list[Span]:
    """The timeline without leaves."""
    if not away:
        return list(spans)
    return [
        Span(valid_from=first, valid_until=last, placements=each.placements)
        for each in spans
        for first, last in at_work((each.valid_from, each.valid_until), away)
    ]


def _meets(days: Days, leave: Away) -> bool:
    first, last = days
    ends_after = leave.last_day is None or first <= leave.last_day
    return ends_after and (last is None or leave.first_day <= last)


def _earlier(one: date | None, other: date | None) -> date | None:
    return min((each for each in (one, other) if each is not None), default=None)


def _without(days: Days, leave: Away) -> list[Days]:
    first, last = days
    if not _meets(days, leave):
        return [days]
    left: list[Days] = []
    if first < leave.first_day:
        left.append((first, leave.first_day - timedelta(days=1)))
    if leave.last_day is not None and (last is None or leave.last_day < last):
        left.append((day_after(leave.last_day), last))
    return left
