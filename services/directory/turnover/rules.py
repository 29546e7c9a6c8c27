"""How turnover, tenure, retention and vacancy are counted: by validity, day by day.

Somebody leaves on the day after their last one, unless they go on at another school or for another
carrier without a day between. A year is the twelve months until a day, with it.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import ROUND_CEILING, Decimal
from fractions import Fraction
from math import floor
from statistics import median
from uuid import UUID

from services.directory.stretches.values import Stretch
from services.directory.turnover.values import (
    Course,
    Drawn,
    Figures,
    Filling,
    Group,
    Planned,
    Spell,
    filling,
    heads,
    hours,
    posts_of,
)
from services.directory.values import day_after
from shared.clock import A_DAY
from shared.german import NOTHING, number, short_date
from shared.small_numbers.sizes import LEAST

DAYS_OF_A_YEAR = Fraction(1461, 4)
POINTS = 20
WIDTH, HEIGHT = 720, 240
LEFT, RIGHT, TOP, BOTTOM = 48, 28, 14, 30
"""Of the picture, around the lines."""
TENTH, HUNDREDTH = Decimal("0.1"), Decimal("0.01")


def quarter_ends(today: date, count: int = POINTS) -> list[date]:
    """The last days of the quarters that are over, the earliest first."""
    begin = date(today.year, (today.month - 1) // 3 * 3 + 1, 1)
    found = []
    for _ in range(count):
        found.append(begin - A_DAY)
        begin = date(found[-1].year, found[-1].month - 2, 1)
    return found[::-1]


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
        fte=_rounded(posts_of(work.on(day)), HUNDREDTH),
        leavers=left,
        turnover=turnover_of(left, average(there, before, day)),
        tenure=tenure_of(present(known, day), day),
        retention=retention_of(known, before),
        staffing=_rounded(Fraction(100 * taken, planned), TENTH) if planned else None,
        vacant_days=_rounded(posts_of(posts.missing.total(before + A_DAY, day)), TENTH),
    )


def turnover_of(left: int, there: Fraction) -> Decimal | None:
    """For a hundred who were there on average; None for fewer than five."""
    return _rounded(100 * left / there, TENTH) if there >= LEAST else None


def tenure_of(there: Sequence[Spell], day: date) -> Decimal | None:
    """The median in years, until a day and with it; None for fewer than five people."""
    if len(there) < LEAST:
        return None
    days = Fraction(median((day - each.first).days + 1 for each in there))
    return _rounded(days / DAYS_OF_A_YEAR, TENTH)


def retention_of(known: Iterable[Spell], until: date) -> Decimal | None:
    """Of those who began in the year until a day; None for fewer than five."""
    after = year_before(until)
    begun = [each for each in known if after < each.first <= until]
    stayed = [each for each in begun if each.last >= year_after(each.first)]
    return _rounded(Fraction(100 * len(stayed), len(begun)), TENTH) if len(begun) >= LEAST else None


def mostly(left: Sequence[Spell], stretches: Iterable[Stretch]) -> list[Stretch]:
    """Where each worked most hours on their last day."""
    leavers = {each.worker_id for each in left}
    theirs: dict[UUID, list[Stretch]] = {}
    for each in stretches:
        if each.worker_id in leavers:
            theirs.setdefault(each.worker_id, []).append(each)
    return [
        max(
            (one for one in theirs[each.worker_id] if one.first <= each.last <= one.last),
            key=lambda one: (one.hours, one.carrier_id, one.school_id),
        )
        for each in left
    ]


def group_of(names: Sequence[str], theirs: Iterable[Stretch], left: int, day: date) -> Group:
    """Of those with these stretches; who works elsewhere, too, counts there as well."""
    known = spells(theirs)
    there = present(known, day)
    return Group(
        names=names,
        heads=len(there),
        leavers=left,
        turnover=turnover_of(left, average(heads(known), year_before(day), day)),
        tenure=tenure_of(there, day),
    )


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


def _rounded(exact: Fraction, places: Decimal) -> Decimal:
    """Half up."""
    steps = floor(exact / Fraction(places) + Fraction(1, 2))
    return (steps * places).quantize(places)
