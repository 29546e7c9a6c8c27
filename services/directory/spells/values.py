"""Who was there when, and how many, counted by validity, day by day.

Somebody leaves on the day after their last one, unless they go on at another school or for another
carrier without a day between. A year is the twelve months until a day, with it.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import accumulate, pairwise
from math import floor
from operator import mul
from statistics import median
from typing import NamedTuple
from uuid import UUID

from services.directory.rules import FULL_TIME
from services.directory.stretches.values import Stretch
from services.directory.values import day_after
from shared.clock import A_DAY
from shared.small_numbers.sizes import LEAST

DAYS_OF_A_YEAR = Fraction(1461, 4)
TENTH, HUNDREDTH = Decimal("0.1"), Decimal("0.01")
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


FULL_POST = int(FULL_TIME * 100)
"""In what posts and hours are counted: hundredths of a post are so many, too."""
_Change = tuple[int, int, int]
"""On a day, as a number: by how much what is planned changes, and what is worked."""


class Course:
    """A whole number, from the days (as numbers) on which it changes, and by how much."""

    def __init__(self, changes: Mapping[int, int]) -> None:
        self._days = sorted(changes)
        self._values = list(accumulate((changes[day] for day in self._days), initial=0))
        lengths = (following - day for day, following in pairwise(self._days))
        self._sums = list(accumulate(map(mul, self._values[1:], lengths), initial=0))

    def on(self, day: date) -> int:
        return self._values[bisect_right(self._days, day.toordinal())]

    def total(self, first: date, last: date) -> int:
        """Of all days from the first to the last, added up."""
        return self._before(last.toordinal() + 1) - self._before(first.toordinal())

    def _before(self, day: int) -> int:
        place = bisect_right(self._days, day)
        return place and self._sums[place - 1] + self._values[place] * (day - self._days[place - 1])


@dataclass(frozen=True)
class Filling:
    """What is planned, what of that is filled, and what is not, in parts of a full post."""

    planned: Course
    taken: Course
    missing: Course


def heads(known: Iterable[Spell]) -> Course:
    """How many are there."""
    return _course((each.first, each.last, 1) for each in known)


def hours(stretches: Iterable[Stretch]) -> Course:
    """What they work, in parts of a full post."""
    return _course((each.first, each.last, _hundredths(each.hours)) for each in stretches)


def posts_of(parts: int) -> Fraction:
    """So many full ones."""
    return Fraction(parts, FULL_POST)


def _course(times: Iterable[tuple[date, date, int]]) -> Course:
    changes: dict[int, int] = defaultdict(int)
    for first, last, number in times:
        changes[first.toordinal()] += number
        changes[last.toordinal() + 1] -= number
    return Course(changes)


def filling(posts: Sequence[Planned], stretches: Iterable[Stretch]) -> Filling:
    """Of each school with each carrier by itself: too many at one make up for nobody elsewhere."""
    pairs = _planned(posts)
    for each in stretches if pairs else ():
        if (changes := pairs.get((each.school_id, each.carrier_id))) is not None:
            number = _hundredths(each.hours)
            changes.append((each.first.toordinal(), 0, number))
            changes.append((each.last.toordinal() + 1, 0, -number))
    planned: dict[int, int] = defaultdict(int)
    taken: dict[int, int] = defaultdict(int)
    missing: dict[int, int] = defaultdict(int)
    for changes in pairs.values():
        wanted = worked = 0
        for day, of_wanted, of_worked in sorted(changes):
            before = min(wanted, worked)
            wanted, worked = wanted + of_wanted, worked + of_worked
            change = min(wanted, worked) - before
            planned[day] += of_wanted
            taken[day] += change
            missing[day] += of_wanted - change
    return Filling(Course(planned), Course(taken), Course(missing))


def _planned(posts: Iterable[Planned]) -> dict[Pair, list[_Change]]:
    found: dict[Pair, list[_Change]] = {}
    for each in posts:
        number, changes = _hundredths(each.fte * FULL_TIME), found.setdefault(each.pair, [])
        changes.append((each.first.toordinal(), number, 0))
        if each.last is not None:
            changes.append((each.last.toordinal() + 1, -number, 0))
    return found


def _hundredths(number: Decimal) -> int:
    return int(number * 100)


def year_before(day: date) -> date:
    """The same day of the year before; of the 29th of February the 28th."""
    return day.replace(year=day.year - 1, day=28 if (day.month, day.day) == (2, 29) else day.day)


def year_after(day: date) -> date:
    """The same day of the next year; of the 29th of February the 28th."""
    return day.replace(year=day.year + 1, day=28 if (day.month, day.day) == (2, 29) else day.day)


def spells(stretches: Iterable[Stretch]) -> list[Spell]:
    """Each worker's times, those that touch or overlap as one."""
    found: list[Spell] = []
    for each in sorted(stretches, key=lambda one: (one.worker_id.int, one.first)):
        before = found[-1] if found else None
        if before and before.worker_id == each.worker_id and each.first <= day_after(before.last):
            found[-1] = before._replace(last=max(before.last, each.last))
        else:
            found.append(Spell(each.worker_id, each.first, each.last))
    return found


def left_in(known: Iterable[Spell], after: date, until: date) -> list[Spell]:
    """Those who left after a day, until another: their last day lies one before."""
    return [each for each in known if after <= each.last < until]


def average(there: Course, after: date, until: date) -> Fraction:
    """How many were there on a day after the first, until the other."""
    return Fraction(there.total(after + A_DAY, until), (until - after).days)


def present(known: Iterable[Spell], day: date) -> list[Spell]:
    """Those who are there on a day."""
    return [each for each in known if each.first <= day <= each.last]


def turnover_of(left: int, there: Fraction) -> Decimal | None:
    """For a hundred who were there on average; None for fewer than five."""
    return rounded(100 * left / there, TENTH) if there >= LEAST else None


def tenure_of(there: Sequence[Spell], day: date) -> Decimal | None:
    """The median in years, until a day and with it; None for fewer than five people."""
    if len(there) < LEAST:
        return None
    days = Fraction(median((day - each.first).days + 1 for each in there))
    return rounded(days / DAYS_OF_A_YEAR, TENTH)


def retention_of(known: Iterable[Spell], until: date) -> Decimal | None:
    """Of those who began in the year until a day; None for fewer than five."""
    after = year_before(until)
    begun = [each for each in known if after < each.first <= until]
    stayed = [each for each in begun if each.last >= year_after(each.first)]
    return rounded(Fraction(100 * len(stayed), len(begun)), TENTH) if len(begun) >= LEAST else None


def mainly(stretches: Iterable[Stretch]) -> list[Stretch]:
    """One place on each day: where each worked most hours; whoever was there still is."""
    theirs: dict[UUID, list[Stretch]] = {}
    for each in stretches:
        theirs.setdefault(each.worker_id, []).append(each)
    return [part for of in theirs.values() for part in _main_of(of)]


def _main_of(stretches: Sequence[Stretch]) -> Iterator[Stretch]:
    if len(stretches) == 1:
        yield stretches[0]
        return
    days = sorted({e.first for e in stretches} | {day_after(e.last) for e in stretches})
    for first, following in pairwise(days):
        there = [each for each in stretches if each.first <= first <= each.last]
        if there:
            most = max(there, key=lambda one: (one.hours, one.carrier_id, one.school_id))
            yield most._replace(first=first, last=following - A_DAY)


def rounded(exact: Fraction, places: Decimal) -> Decimal:
    """Half up."""
    steps = floor(exact / Fraction(places) + Fraction(1, 2))
    return (steps * places).quantize(places)
