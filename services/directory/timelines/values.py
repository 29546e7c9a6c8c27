"""Timelines side by side, and what is drawn of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from services.directory.placements.values import Reason
from services.directory.schemas import PlacementView, Span
from services.directory.values import day_after
from shared.contracts.directory import Funding
from shared.contracts.words import word
from shared.german import number, short_date

COLUMNS = ("Ab", "Bis", "Schule", "Wochenstunden", "Finanzierung", "Was sich ändert")
"""Of ``compared``."""


WIDTH = 720
MARGIN = 8
TOP = 32
LANE = 58
LETTER = 7.5
A_YEAR = 366
MAX_TICKS = 9
STEPS = (1, 3, 6, 12, 24, 60)
"""Months between two ticks."""


@dataclass(frozen=True)
class Bar:
    """A time in a lane; without ``last`` it goes on. ``text`` stands in it."""

    first: date
    last: date | None
    text: str


@dataclass(frozen=True)
class Lane:
    """What belongs together: a school of a worker, or a worker of a school."""

    title: str
    bars: Sequence[Bar]


@dataclass(frozen=True)
class Drawn:
    """A bar in its place, in pixels; ``ahead`` if it has not begun."""

    bar: Bar
    x: int
    width: int
    ahead: bool
    fits: bool
    """Whether its text has room inside."""


@dataclass(frozen=True)
class DrawnLane:
    """A lane in its place."""

    title: str
    y: int
    bars: Sequence[Drawn]


@dataclass(frozen=True)
class Picture:
    """Everything in its place, and the same in words."""

    width: int
    height: int
    lanes: Sequence[DrawnLane]
    ticks: Sequence[tuple[int, str]]
    today: int | None
    words: str


@dataclass(frozen=True)
class Version:
    """What became known of a placement, when and by whom."""

    recorded_at: datetime
    by: str
    reason: Reason
    school: str
    hours: Any
    funding: Any
    valid_from: date
    note: str

    @property
    def row(self) -> tuple[Any, ...]:
        return (
            self.recorded_at,
            self.reason,
            self.school,
            self.valid_from,
            self.hours,
            self.funding,
            self.by,
            self.note,
        )


def rows_of(spans: Iterable[Span]) -> list[tuple[Any, ...]]:
    """From, until, school, hours and who pays."""
    return [
        (span.valid_from, span.valid_until, each.school_name, each.weekly_hours, each.funding)
        for span in spans
        for each in span.placements
    ]


def compared(before: Sequence[Span], after: Sequence[Span]) -> list[tuple[Any, ...]]:
    """Every row of both, in the order of their days, and what becomes of it."""
    known = {_key(row): row for row in rows_of(before)}
    wanted = {_key(row): row for row in rows_of(after)}
    kept = [(*row, _becomes(known.get(key), row)) for key, row in wanted.items()]
    gone = [(*row, "entfällt") for key, row in known.items() if key not in wanted]
    return sorted([*gone, *kept], key=lambda row: (row[0], row[5] != "entfällt", row[2]))


def _key(row: tuple[Any, ...]) -> tuple[Any, ...]:
    first, _, school, hours, funding = row
    return first, school, hours, funding


def _becomes(before: tuple[Any, ...] | None, row: tuple[Any, ...]) -> str:
    if before is None:
        return "neu"
    if before[1] == row[1]:
        return "bleibt"
    return f"endet am {short_date(row[1])}" if row[1] else "gilt weiter"


def lane_of(title: str, placed: Iterable[tuple[Span, PlacementView]]) -> Lane:
    """Neighbouring times with the same hours and funding are one bar."""
    bars: list[tuple[Bar, tuple[object, object]]] = []
    for span, each in placed:
        alike = (each.weekly_hours, each.funding)
        text = f"{number(float(each.weekly_hours))} Std., {word(Funding, each.funding)}"
        if bars and bars[-1][1] == alike and _follows(bars[-1][0], span.valid_from):
            bars[-1] = (Bar(bars[-1][0].first, span.valid_until, text), alike)
        else:
            bars.append((Bar(span.valid_from, span.valid_until, text), alike))
    return Lane(title, [bar for bar, _ in bars])


def _follows(bar: Bar, day: date) -> bool:
    return bar.last is not None and day_after(bar.last) == day


def draw(lanes: Sequence[Lane], today: date) -> Picture | None:
    """Time from left to right, a lane below the other; None without any."""
    bars = [bar for lane in lanes for bar in lane.bars]
    if not bars:
        return None
    first = min(bar.first for bar in bars).replace(day=1)
    ends = [bar.last or max(bar.first, today) + timedelta(days=A_YEAR // 2) for bar in bars]
    last = max(*ends, first + timedelta(days=A_YEAR))

    def at(day: date) -> int:
        share = (min(day, last) - first) / (last - first)
        return MARGIN + round(share * (WIDTH - 2 * MARGIN))

    def place(bar: Bar) -> Drawn:
        end = last if bar.last is None else day_after(bar.last)
        x, width = at(bar.first), max(at(end) - at(bar.first), 3)
        return Drawn(bar, x, width, bar.first > today, len(bar.text) * LETTER < width - 12)

    return Picture(
        width=WIDTH,
        height=TOP + LANE * len(lanes) + MARGIN,
        lanes=[
            DrawnLane(lane.title, TOP + LANE * row, [place(bar) for bar in lane.bars])
            for row, lane in enumerate(lanes)
        ],
        ticks=[(at(day), f"{day:%m/%Y}") for day in _ticks(first, last)],
        today=at(today) if first <= today <= last else None,
        words=_in_words(lanes),
    )


def _ticks(first: date, last: date) -> list[date]:
    months = (last.year - first.year) * 12 + last.month - first.month
    step = next((each for each in STEPS if months / each < MAX_TICKS), STEPS[-1])
    begin = first.year * 12 + first.month - 1
    begin += -begin % step if step > 1 else 0
    end = last.year * 12 + last.month - 1
    return [date(each // 12, each % 12 + 1, 1) for each in range(begin, end, step)]


def _in_words(lanes: Sequence[Lane]) -> str:
    said = [
        f"{lane.title}: "
        + ", ".join(
            f"ab {short_date(bar.first)}"
            f"{f' bis {short_date(bar.last)}' if bar.last else ''} {bar.text}"
            for bar in lane.bars
        )
        for lane in lanes
    ]
    return ". ".join(said)
