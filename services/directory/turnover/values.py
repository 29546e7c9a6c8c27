"""What is counted on which day, how it is drawn, and what is kept of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_CEILING, Decimal
from typing import Any, Generic, TypeVar

from services.directory.spells.values import Planned
from services.directory.stretches.values import Stretch
from shared.clock import A_DAY
from shared.german import NOTHING, number, short_date

Found = TypeVar("Found")
MOST_KEPT = 500
"""Municipalities; of one it is some 20 to 100 KB."""
POINTS = 20
WIDTH, HEIGHT = 720, 240
LEFT, RIGHT, TOP, BOTTOM = 48, 28, 14, 30
"""Of the picture, around the lines."""


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


@dataclass(frozen=True)
class Known:
    """Who was employed, with leaves, what of that they worked, and what is planned."""

    there: Sequence[Stretch]
    worked: Sequence[Stretch]
    planned: Sequence[Planned]


Mark = tuple[Any, ...]
"""The last day that is over, and how much was known of whatever figures rest on."""


class Kept(Generic[Found]):
    """The latest of each municipality, with what was known then; no person can be told from one.

    Of more than ``MOST_KEPT`` the one that was asked for longest ago is let go.
    """

    def __init__(self) -> None:
        self._known: dict[str, tuple[Mark, Found]] = {}

    def find(self, tenant: str, mark: Mark) -> Found | None:
        """None if it has not been calculated yet, or something was learnt since."""
        known = self._known.pop(tenant, None)
        if known is None or known[0] != mark:
            return None
        self._known[tenant] = known
        return known[1]

    def keep(self, tenant: str, mark: Mark, found: Found) -> None:
        self._known[tenant] = (mark, found)
        if len(self._known) > MOST_KEPT:
            del self._known[next(iter(self._known))]


def quarter_ends(today: date, count: int = POINTS) -> list[date]:
    """The last days of the quarters that are over, the earliest first."""
    begin = date(today.year, (today.month - 1) // 3 * 3 + 1, 1)
    found = []
    for _ in range(count):
        found.append(begin - A_DAY)
        begin = date(found[-1].year, found[-1].month - 2, 1)
    return found[::-1]


def draw(title: str, values: Sequence[tuple[date, Decimal | None]]) -> Drawn | None:
    """A line from left to right; None where there is nothing to draw."""
    known = [each for _, each in values if each is not None]
    if not known:
        return None
    step = _step(max(known))
    lines = (max(known) / step).to_integral_value(ROUND_CEILING)
    top = step * max(lines, Decimal(1))

    def at(place: int) -> int:
        return LEFT + round((WIDTH - LEFT - RIGHT) * place / max(1, len(values) - 1))

    def up(value: Decimal) -> int:
        return HEIGHT - BOTTOM - round((HEIGHT - TOP - BOTTOM) * value / top)

    drawn = [(at(n), up(each)) for n, (_, each) in enumerate(values) if each is not None]
    line = " ".join(f"{'L' if n else 'M'}{x} {y}" for n, (x, y) in enumerate(drawn))
    levels = [step * n for n in range(int(top / step) + 1)]
    years = [(at(n), f"{day:%m/%Y}") for n, (day, _) in enumerate(values) if n % 4 == 0]
    said = (
        f"{short_date(day)}: {NOTHING if each is None else number(float(each))}"
        for day, each in values
    )
    return Drawn(
        title=title,
        width=WIDTH,
        height=HEIGHT,
        line=line,
        dots=drawn,
        labels=years,
        steps=[(up(each), number(float(each))) for each in levels],
        words=", ".join(said),
    )


def _step(most: Decimal) -> Decimal:
    """Between two lines across; at most five of them."""
    size = Decimal(1)
    while most > 5 * size:
        size *= 2 if str(size)[0] in "15" else Decimal("2.5")
    return size
