"""Which figures of a table may be shown: nothing below five can be read or worked out.

Rows and columns that are too small are merged until every margin is large enough; then cells are
hidden until no hidden one, nor any sum of some, can be worked out to less than five. Readers see
every margin and shown cell, and may know one small figure themselves.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product

LEAST = 5
Cell = tuple[str, str]
Names = tuple[str, ...]
"""What is counted together; more than one where each alone would be too few."""
Place = tuple[Names, Names]
"""A cell of the merged table."""


@dataclass(frozen=True)
class Table:
    """What may be shown; a cell that is absent is hidden, or nothing. No columns: only the rows."""

    total: int
    rows: Mapping[Names, int]
    columns: Mapping[Names, int]
    cells: Mapping[Place, int]


def publishable(counts: Mapping[Cell, int]) -> Table | None:
    """The most of it that may be shown; None where not even the total may."""
    total = sum(counts.values())
    if total < LEAST:
        return None
    rows = merged(_margin(counts, 0))
    columns = merged(_margin(counts, 1))
    cells = {
        (row, column): number
        for row, column in product(rows, columns)
        if (number := sum(counts.get(each, 0) for each in product(row, column)))
    }
    if not holds(frozenset(cells), cells):
        return Table(total, rows, {}, {})
    hidden = hidden_of(cells)
    shown = {} if hidden is None else {k: v for k, v in cells.items() if k not in hidden}
    return Table(total, rows, columns, shown)


def merged(margin: Mapping[str, int]) -> dict[Names, int]:
    """Those with enough by themselves, and one row of the rest; just one where there is no other.

    Nothing shown is below five, and no difference of what is shown is. A name with nothing counts
    as too small: that nobody was there says something about everybody who could have been.
    """
    kept = {name for name, number in margin.items() if number >= LEAST}
    rest = set(margin) - kept
    while rest and kept and sum(margin[name] for name in rest) < LEAST:
        smallest = min(kept, key=lambda name: (margin[name], name))
        kept.remove(smallest)
        rest.add(smallest)
    shown: dict[Names, int] = {(name,): margin[name] for name in margin if name in kept}
    if rest:
        together = tuple(name for name in margin if name in rest)
        shown[together] = sum(margin[name] for name in together)
    return shown


def hidden_of(cells: Mapping[Place, int]) -> frozenset[Place] | None:
    """The cells to hide; None where nothing but hiding all would do."""
    hidden = frozenset(each for each, number in cells.items() if number < LEAST)
    while not holds(hidden, cells):
        reach = Reach(hidden, cells)
        weak = [each for each in hidden if reach.of(each) < LEAST]
        found = _completed(weak or [e for e in hidden if cells[e] < LEAST], hidden, cells)
        if found is None:
            return None
        hidden |= found
    return hidden


def holds(hidden: frozenset[Place], cells: Mapping[Place, int]) -> bool:
    """Whether each hidden cell may be five or more, for whoever knows a single one, too.

    What flows without a single one flows for whoever knows it: only the others are asked again.
    """
    reach, without = Reach(hidden, cells), dict[Place, Reach]()
    singles = [each for each in hidden if cells[each] == 1]
    for cell in hidden:
        if reach.of(cell) < LEAST:
            return False
        if cells[cell] >= LEAST - 1:
            continue
        for single in [each for each in singles if each != cell and reach.flows_by(each)]:
            if single not in without:
                without[single] = Reach(hidden - {single}, cells)
            if without[single].of(cell) < LEAST - 1:
                return False
    return True


class Reach:
    """How much each hidden cell could be, given all that is shown; from five on it is enough.

    It is what flows from its row to its column.
    """

    def __init__(self, hidden: Iterable[Place], cells: Mapping[Place, int]) -> None:
        import networkx as nx  # a third of a second, at every start

        self._cells = cells
        self._graph: nx.DiGraph[tuple[str, Names]] = nx.DiGraph()
        for row, column in hidden:
            self._graph.add_edge(("row", row), ("column", column), capacity=cells[row, column])
            self._graph.add_edge(("column", column), ("row", row))
        self._flow = nx.algorithms.flow.edmonds_karp
        self._residual = nx.algorithms.flow.build_residual_network(self._graph, "capacity")

    def of(self, cell: Place) -> int:
        """At most five: nobody asks how much more."""
        if self._cells[cell] >= LEAST:
            return LEAST
        row, column = ("row", cell[0]), ("column", cell[1])
        found = self._flow(self._graph, row, column, residual=self._residual, cutoff=LEAST)
        return min(int(found.graph["flow_value"]), LEAST)

    def flows_by(self, cell: Place) -> bool:
        """Whether what was found last flows by it."""
        return bool(self._residual["row", cell[0]]["column", cell[1]]["flow"])


def _completed(
    weak: Sequence[Place],
    hidden: frozenset[Place],
    cells: Mapping[Place, int],
) -> frozenset[Place] | None:
    """The rectangle around a weak cell that strengthens most and hides least."""
    rows, columns = {row for row, _ in cells}, {column for _, column in cells}
    found = []
    for (row, column), other, beside in product(weak, rows, columns):
        corners = {(row, beside), (other, column), (other, beside)}
        if other == row or beside == column or not corners <= cells.keys():
            continue
        if more := corners - hidden:
            reach = Reach(hidden | more, cells)
            gain = sum(reach.of(each) for each in hidden)
            loss = sum(cells[each] for each in more)
            found.append((-gain, loss, sorted(more)))
    return frozenset(min(found)[2]) if found else None


def _margin(counts: Mapping[Cell, int], side: int) -> dict[str, int]:
    margin: dict[str, int] = {}
    for cell, number in counts.items():
        margin[cell[side]] = margin.get(cell[side], 0) + number
    return margin
