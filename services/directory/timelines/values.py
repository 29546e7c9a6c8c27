"""Timelines side by side, and what is drawn of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from services.directory.placements.values import Reason
from services.directory.schemas import Span
from shared.german import short_date

COLUMNS = ("Ab", "Bis", "Schule", "Wochenstunden", "Finanzierung", "Was sich ändert")
"""Of ``compared``."""


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
