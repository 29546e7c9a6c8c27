"""How much a hidden cell could be, given all that is shown: a maximum flow, and its own proof.

A set of hidden cells can be worked out if, and only if, it is a sum and difference of whole rows
and columns. The smallest such set around a cell is a minimum cut between its row and its column.
"""

from collections.abc import Collection, Iterable, Mapping

from shared.small_numbers.flows import Network
from shared.small_numbers.margins import Names
from shared.small_numbers.sizes import LEAST

Place = tuple[Names, Names]
"""A cell of the merged table."""


class Reach:
    """Flows from a row to a column: through a hidden cell as much as it holds, back at will."""

    def __init__(self, hidden: Iterable[Place], cells: Mapping[Place, int], k: int = LEAST) -> None:
        rows = dict.fromkeys(row for row, _ in cells)
        columns = dict.fromkeys(column for _, column in cells)
        self._k = k
        self._rows = {name: place for place, name in enumerate(rows)}
        self._columns = {name: place for place, name in enumerate(columns, len(rows))}
        self._cells = cells
        self._network = Network(len(rows) + len(columns), k)
        self.hide(hidden)

    def hide(self, more: Iterable[Place]) -> None:
        """These, too."""
        for cell in more:
            self._network.join(*self._ends(cell), self._cells[cell], self._k)

    def show(self, fewer: Iterable[Place]) -> None:
        """These no more."""
        for cell in fewer:
            self._network.part(*self._ends(cell))

    def of(self, cell: Place) -> int:
        """At most ``k``: nobody asks how much more."""
        return self._network.most(*self._ends(cell))

    def flows_by(self, cell: Place) -> int:
        """How much of what was found last flows by it."""
        return self._network.between(*self._ends(cell))

    def _ends(self, cell: Place) -> tuple[int, int]:
        return self._rows[cell[0]], self._columns[cell[1]]


def holds(hidden: Collection[Place], cells: Mapping[Place, int], k: int = LEAST) -> bool:
    """Whether nothing hidden can be worked out: by nobody, and by no single one in a cell."""
    reach = Reach(hidden, cells, k)
    return safe(reach, hidden, cells, k) and insiders_learn_nothing(reach, hidden, cells, k)


def safe(reach: Reach, hidden: Iterable[Place], cells: Mapping[Place, int], k: int = LEAST) -> bool:
    """Each hidden cell may be ``k`` or more, for whoever knows all that is shown."""
    return all(cells[each] >= k or reach.of(each) >= k for each in hidden)


def insiders_learn_nothing(
    reach: Reach, hidden: Collection[Place], cells: Mapping[Place, int], k: int = LEAST
) -> bool:
    """Whoever is the only one in a cell knows one figure more; the others are asked again.

    What does not flow by that cell flows without it, too.
    """
    singles = [each for each in hidden if cells[each] == 1]
    without = dict[Place, Reach]()
    for cell in hidden if singles else ():
        if cells[cell] >= k - 1:
            continue
        found = reach.of(cell)
        for single in singles:
            if single == cell or found - reach.flows_by(single) >= k - 1:
                continue
            if single not in without:
                without[single] = Reach(set(hidden) - {single}, cells, k)
            if without[single].of(cell) < k - 1:
                return False
    return True
