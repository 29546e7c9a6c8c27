"""Figures of groups that stay the same over the years, so that nobody is known by one.

Whoever works for several counts where most of their hours are. A group has nobody or at least five
on every day that is shown; who left is said of school years, which do not overlap.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import product
from uuid import UUID

from services.directory.spells.values import (
    HUNDREDTH,
    TENTH,
    Course,
    Filling,
    Pair,
    Planned,
    Spell,
    average,
    filling,
    heads,
    hours,
    mainly,
    posts_of,
    present,
    retention_of,
    rounded,
    spells,
    tenure_of,
    turnover_of,
    year_before,
)
from services.directory.stretches.values import Stretch
from services.directory.turnover.values import Known
from services.directory.turnover_groups.values import By, Comparison, Point, Span
from shared.clock import A_DAY
from shared.small_numbers.margins import Names, coarser, lasting, unveiled
from shared.small_numbers.reach import holds
from shared.small_numbers.sizes import LEAST
from shared.small_numbers.tables import Cell

SIDES = {By.CARRIER: 0, By.SCHOOL_TYPE: 1}
EVERYBODY = "alle"


@dataclass(frozen=True)
class _Group:
    """Those who are counted together."""

    names: Names
    spells: Sequence[Spell]
    begun: Sequence[Spell]
    """Times in the municipality that began here."""
    there: Course
    work: Course
    filling: Filling
    posts: Sequence[Planned]


@dataclass(frozen=True)
class _Whole:
    """Everything, with the carrier and the type of school of each place."""

    known: Known
    cells: Mapping[Pair, Cell]
    main: Sequence[Stretch]
    first_at: Sequence[tuple[Spell, Cell]]
    left_at: Sequence[tuple[Spell, Cell]]
    guarded: bool


def compare(
    known: Known, cells: Mapping[Pair, Cell], days: Mapping[Span, Sequence[date]], *, guarded: bool
) -> Comparison:
    """All of it; ``guarded`` where it may travel."""
    whole = _whole(known, cells, guarded=guarded)
    there, k = heads(spells(known.there)), LEAST if guarded else 1
    began = min((d for of in days.values() for d in of if there.on(d) >= k), default=date.max)
    shown = {span: [each for each in of if each >= began] for span, of in days.items()}
    every = sorted({each for of in shown.values() for each in of})
    carriers, types = _parts(whole, every)
    leavers = {day: _leavers(whole, carriers, types, day) for day in shown[Span.YEARS]}
    found: dict[tuple[By, Span], Sequence[Point]] = {}
    for by, names in ((By.ALL, None), (By.CARRIER, carriers), (By.SCHOOL_TYPE, types)):
        groups = _groups(whole, by, names)
        for span, of in shown.items():
            found[by, span] = [
                _point(group, span, day, leavers.get(day, {}).get((by, group.names)), whole.guarded)
                for group in groups
                for day in of
            ]
    return found


def _whole(known: Known, cells: Mapping[Pair, Cell], *, guarded: bool) -> _Whole:
    main, of_worker = mainly(known.there), dict[UUID, list[Stretch]]()
    for each in main:
        of_worker.setdefault(each.worker_id, []).append(each)

    def place(worker_id: UUID, day: date) -> Cell:
        at = next(e for e in of_worker[worker_id] if e.first <= day <= e.last)
        return cells[at.school_id, at.carrier_id]

    known_spells = spells(known.there)
    first_at = [(each, place(each.worker_id, each.first)) for each in known_spells]
    left_at = [(each, place(each.worker_id, each.last)) for each in known_spells]
    return _Whole(known, cells, main, first_at, left_at, guarded)


def _parts(whole: _Whole, days: Sequence[date]) -> tuple[list[Names], list[Names]]:
    """Groups of carriers and of types of schools; no types where both together tell of too few."""
    k = LEAST if whole.guarded else 1
    counts = [_heads(whole.main, whole.cells, day) for day in days]
    planned = {whole.cells[each.pair] for each in whole.known.planned}
    cells = {cell for each in counts for cell in each} | planned
    carriers, types = (
        lasting(
            {
                name: [sum(n for cell, n in of.items() if cell[side] == name) for of in counts]
                for name in sorted({cell[side] for cell in cells})
            },
            k,
        )
        for side in (0, 1)
    )
    while not all(_both_hold(of, carriers, types, k) for of in counts):
        if len(types) == 1:
            return carriers, []
        types = coarser(types, {n: sum(of[n] for of in counts) for n in cells}, 1)
    return carriers, types


def _heads(main: Iterable[Stretch], cells: Mapping[Pair, Cell], day: date) -> Counter[Cell]:
    return Counter(
        cells[each.school_id, each.carrier_id] for each in main if each.first <= day <= each.last
    )


def _both_hold(
    counts: Mapping[Cell, int], carriers: Iterable[Names], types: Iterable[Names], k: int
) -> bool:
    cells = {
        place: number
        for place in product(carriers, types)
        if (number := sum(counts.get(each, 0) for each in product(*place)))
    }
    return sum(cells.values()) < k or holds(cells.keys(), cells, k)


def _leavers(
    whole: _Whole, carriers: Sequence[Names], types: Sequence[Names], day: date
) -> Mapping[tuple[By, Names], int]:
    """Of the twelve months until a day, as far as they may be said."""
    k, before = LEAST if whole.guarded else 1, year_before(day)
    counts = Counter(cell for each, cell in whole.left_at if before <= each.last < day)
    sizes = [
        {names: sum(n for cell, n in counts.items() if cell[side] in names) for names in parts}
        for side, parts in ((0, carriers), (1, types))
    ]
    of_carriers, of_types = (unveiled(each, k) for each in sizes)
    rows, columns = _shown_or_together(carriers, of_carriers), _shown_or_together(types, of_types)
    if not _both_hold(counts, rows, columns, k):
        of_types = set()
    every = counts.total()
    found = dict[tuple[By, Names], int]()
    if every == 0 or every >= k:
        found[By.ALL, (EVERYBODY,)] = every
    found |= {(By.CARRIER, names): sizes[0][names] for names in of_carriers}
    return found | {(By.SCHOOL_TYPE, names): sizes[1][names] for names in of_types}


def _shown_or_together(parts: Sequence[Names], shown: Iterable[Names]) -> list[Names]:
    """What is not shown is known as one."""
    alone = set(shown)
    hidden = tuple(name for each in parts if each not in alone for name in each)
    return [*sorted(alone), *([hidden] if hidden else [])]


_Grouping = Callable[[Cell], Names | None]


def _groups(whole: _Whole, by: By, parts: Sequence[Names] | None) -> list[_Group]:
    if parts is None:
        parts = [(EVERYBODY,)]
    called = {name: names for names in parts for name in names}

    def of(cell: Cell) -> Names | None:
        return called.get(cell[SIDES[by]] if by in SIDES else EVERYBODY)

    where = {pair: of(cell) for pair, cell in whole.cells.items()}
    return [_group(whole, names, where, of) for names in parts]


def _group(
    whole: _Whole, names: Names, where: Mapping[Pair, Names | None], of: _Grouping
) -> _Group:
    def mine(stretches: Iterable[Stretch]) -> list[Stretch]:
        return [each for each in stretches if where[each.school_id, each.carrier_id] == names]

    theirs, worked = spells(mine(whole.main)), mine(whole.known.worked)
    posts = [each for each in whole.known.planned if where[each.pair] == names]
    return _Group(
        names=names,
        spells=theirs,
        begun=[each for each, cell in whole.first_at if of(cell) == names],
        there=heads(theirs),
        work=hours(worked),
        filling=filling(posts, worked),
        posts=posts,
    )


def _point(group: _Group, span: Span, day: date, left: int | None, guarded: bool) -> Point:
    before, number = year_before(day), group.there.on(day)
    planned, taken = group.filling.planned.on(day), group.filling.taken.on(day)
    valid = [e for e in group.posts if e.first <= day and (e.last is None or day <= e.last)]
    said = not guarded or number >= LEAST or (number == 0 and group.work.on(day) == 0)
    missing = posts_of(group.filling.missing.total(before + A_DAY, day))
    of_year = span is Span.YEARS
    return Point(
        names=group.names,
        span=span,
        day=day,
        heads=number if said else None,
        fte=rounded(posts_of(group.work.on(day)), HUNDREDTH) if said else None,
        posts=len(valid),
        planned=rounded(posts_of(planned), HUNDREDTH),
        heads_to_posts=rounded(Fraction(100 * number, len(valid)), TENTH)
        if said and valid
        else None,
        staffing=rounded(Fraction(100 * taken, planned), TENTH) if said and planned else None,
        vacant_days=rounded(missing, TENTH) if said else None,
        tenure=tenure_of(present(group.spells, day), day),
        leavers=left,
        turnover=None if left is None else turnover_of(left, average(group.there, before, day)),
        retention=retention_of(group.begun, before) if of_year and said else None,
    )
