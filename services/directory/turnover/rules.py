"""The figures of a municipality at the end of each quarter."""

from collections.abc import Iterable, Sequence
from datetime import date
from fractions import Fraction

from services.directory.spells.values import (
    HUNDREDTH,
    TENTH,
    Course,
    Filling,
    Planned,
    Spell,
    average,
    filling,
    heads,
    hours,
    left_in,
    posts_of,
    present,
    retention_of,
    rounded,
    tenure_of,
    turnover_of,
    year_before,
)
from services.directory.stretches.values import Stretch
from services.directory.turnover.values import Figures
from shared.clock import A_DAY


def figures(
    known: Sequence[Spell],
    stretches: Sequence[Stretch],
    posts: Sequence[Planned],
    days: Iterable[date],
) -> list[Figures]:
    """Everything of each day; ``known`` are the spells of the stretches and of leaves."""
    there, work, posts_filled = heads(known), hours(stretches), filling(posts, stretches)
    return [_figures(known, there, work, posts_filled, day) for day in days]


def _figures(
    known: Sequence[Spell], there: Course, work: Course, posts: Filling, day: date
) -> Figures:
    before, left = year_before(day), len(left_in(known, year_before(day), day))
    planned, taken = posts.planned.on(day), posts.taken.on(day)
    return Figures(
        day=day,
        heads=there.on(day),
        fte=rounded(posts_of(work.on(day)), HUNDREDTH),
        leavers=left,
        turnover=turnover_of(left, average(there, before, day)),
        tenure=tenure_of(present(known, day), day),
        retention=retention_of(known, before),
        staffing=rounded(Fraction(100 * taken, planned), TENTH) if planned else None,
        vacant_days=rounded(posts_of(posts.missing.total(before + A_DAY, day)), TENTH),
    )
