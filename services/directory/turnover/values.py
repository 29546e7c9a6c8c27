"""What is counted, on which day."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import accumulate, pairwise
from operator import mul
from typing import Any, NamedTuple
from uuid import UUID

from services.directory.rules import FULL_TIME
from services.directory.stretches.values import Stretch
from shared.small_numbers.margins import named

Pair = tuple[UUID, UUID]
"""A school and a carrier."""
MOST_KEPT = 500
"""Municipalities; an overview is some 20 KB."""


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

    @property
    def name(self) -> str:
        return named(self.names)


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


FULL_POST = int(FULL_TIME * 100)
"""In what posts and hours are counted: hundredths of a post are so many, too."""
_Change = tuple[int, int, int]
"""On a day, as a number: by how much what is planned changes, and what is worked."""


@dataclass(frozen=True)
class Overview:
    """By quarters, the earliest first; groups are empty where they would give somebody away."""

    points: Sequence[Figures]
    carriers: Sequence[Group]
    school_types: Sequence[Group]


Mark = tuple[Any, ...]
"""The last day that is over, and how much was known of whatever figures rest on."""


class KeptOverviews:
    """The latest of each municipality, with what was known then; no person can be told from one.

    Of more than ``MOST_KEPT`` the one that was asked for longest ago is let go.
    """

    def __init__(self) -> None:
        self._known: dict[str, tuple[Mark, Overview]] = {}

    def find(self, tenant: str, mark: Mark) -> Overview | None:
        """None if it has not been calculated yet, or something was learnt since."""
        known = self._known.pop(tenant, None)
        if known is None or known[0] != mark:
            return None
        self._known[tenant] = known
        return known[1]

    def keep(self, tenant: str, mark: Mark, found: Overview) -> None:
        self._known[tenant] = (mark, found)
        if len(self._known) > MOST_KEPT:
            del self._known[next(iter(self._known))]


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
