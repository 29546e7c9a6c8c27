"""Which figures of a table of people by two attributes may be shown together."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

from shared.small_numbers.margins import Names, merged
from shared.small_numbers.reach import Place, Reach, holds, insiders_learn_nothing
from shared.small_numbers.sizes import LEAST

Cell = tuple[str, str]


@dataclass(frozen=True)
class Table:
    """What may be shown; a cell that is absent is hidden, or nothing. No columns: only the rows."""

    total: int
    rows: Mapping[Names, int]
    columns: Mapping[Names, int]
    cells: Mapping[Place, int]


def publishable(
    counts: Mapping[Cell, int],
    k: int = LEAST,
    *,
    joint: bool = False,
    together: tuple[Collection[str], Collection[str]] = ((), ()),
) -> Table | None:
    """The most of it that may be shown; None where not even the total may.

    Both margins if they hold together, else the rows; the cells where they are wanted (``joint``),
    as many as may be. Names that count nobody belong into ``counts``, too. ``together`` are rows
    and columns that were merged with a larger base.
    """
    total = sum(counts.values())
    if total < k:
        return None
    rows = merged(margin_of(counts, 0), k, together[0])
    columns = merged(margin_of(counts, 1), k, together[1])
    cells = {
        (row, column): number
        for row, column in product(rows, columns)
        if (number := sum(counts.get(each, 0) for each in product(row, column)))
    }
    if not holds(cells.keys(), cells, k):
        return Table(total, rows, {}, {})
    hidden = hidden_of(cells, k) if joint else None
    shown = {} if hidden is None else {c: n for c, n in cells.items() if c not in hidden}
    return Table(total, rows, columns, shown)


def margin_of(counts: Mapping[Cell, int], side: int) -> dict[str, int]:
    """The sums of the rows (0) or of the columns (1)."""
    margin: dict[str, int] = {}
    for cell, number in counts.items():
        margin[cell[side]] = margin.get(cell[side], 0) + number
    return margin


def hidden_of(cells: Mapping[Place, int], k: int = LEAST) -> frozenset[Place] | None:
    """The cells to hide, so that it holds; None where nothing but hiding all would do.

    Around a cell that is too weak a rectangle is completed, until none is left.
    """
    hidden = {each for each, number in cells.items() if number < k}
    reach = Reach(hidden, cells, k)
    while True:
        small = sorted(each for each in hidden if cells[each] < k)
        weak = [(found, each) for each in small if (found := reach.of(each)) < k]
        if not weak and insiders_learn_nothing(reach, hidden, cells, k):
            return frozenset(hidden)
        around = [min(weak)[1]] if weak else small
        more = _completed(around, bool(weak), hidden, cells, reach)
        if more is None:
            return None
        hidden |= more
        reach.hide(more)


def _completed(
    around: Sequence[Place],
    weak: bool,
    hidden: Collection[Place],
    cells: Mapping[Place, int],
    reach: Reach,
) -> set[Place] | None:
    """Of rectangles around these, the one that strengthens most, then hides the fewest people."""
    rows, columns = {row for row, _ in cells}, {column for _, column in cells}
    best: tuple[int, int, list[Place]] | None = None
    for (row, column), other, beside in product(around, rows, columns):
        corners = {(row, beside), (other, column), (other, beside)}
        if other == row or beside == column or not corners <= cells.keys():
            continue
        if more := corners - set(hidden):
            reach.hide(more)
            gain = reach.of((row, column)) if weak else 0
            reach.show(more)
            found = (-gain, sum(cells[each] for each in more), sorted(more))
            best = found if best is None else min(best, found)
    return set(best[2]) if best else None
