"""How much a hidden cell could be, given all that is shown: a maximum flow, and its own proof.

A set of hidden cells can be worked out if, and only if, it is a sum and difference of whole rows
and columns. The smallest such set around a cell is a minimum cut between its row and its column.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping

from shared.small_numbers.margins import Names
from shared.small_numbers.sizes import LEAST

Place = tuple[Names, Names]
"""A cell of the merged table."""


class Reach:
    """Flows from a row to a column: through a hidden cell as much as it holds, back as one likes.

    Rows and columns are bits, so that a step of the search is one operation for all of them.
    """

    def __init__(self, hidden: Iterable[Place], cells: Mapping[Place, int], k: int = LEAST) -> None:
        self._k = k
        self._cells = cells
        self._rows = {name: i for i, name in enumerate({row for row, _ in cells})}
        self._columns = {name: i for i, name in enumerate({column for _, column in cells})}
        self._size = {self._place(each): number for each, number in cells.items()}
        self._flow: dict[tuple[int, int], int] = {}
        self._forth = [0] * len(self._rows)
        self._back = [0] * len(self._columns)
        self.hide(hidden)

    def hide(self, more: Iterable[Place]) -> None:
        """These, too."""
        for row, column in map(self._place, more):
            self._forth[row] |= 1 << column
            self._back[column] |= 1 << row

    def show(self, fewer: Iterable[Place]) -> None:
        """These no more."""
        for row, column in map(self._place, fewer):
            self._forth[row] &= ~(1 << column)
            self._back[column] &= ~(1 << row)

    def of(self, cell: Place) -> int:
        """At most ``k``: nobody asks how much more."""
        self._flow = {}
        row, column = self._place(cell)
        found = 0
        while found < self._k and (path := self._path(row, column)):
            found += self._pushed(path, self._k - found)
        return found

    def flows_by(self, cell: Place) -> int:
        """How much of what was found last flows by it, in either direction."""
        return abs(self._flow.get(self._place(cell), 0))

    def _place(self, cell: Place) -> tuple[int, int]:
        return self._rows[cell[0]], self._columns[cell[1]]

    def _pushed(self, path: list[tuple[int, int, int]], most: int) -> int:
        flow = self._flow
        spare = [self._size[r, c] - flow.get((r, c), 0) for r, c, way in path if way > 0]
        push = min(*spare, most)
        for row, column, way in path:
            flow[row, column] = flow.get((row, column), 0) + way * push
        return push

    def _path(self, row: int, column: int) -> list[tuple[int, int, int]]:
        """The shortest, as cells with the direction in which they are passed; empty if none."""
        into: dict[int, int] = {}
        out: dict[int, int] = {}
        fresh, unseen_rows, unseen_columns = [row], ~(1 << row), -1
        while fresh:
            rows, fresh = fresh, []
            for r in rows:
                for c in bits(self._forth[r] & unseen_columns):
                    if self._flow.get((r, c), 0) >= self._size[r, c]:
                        continue
                    unseen_columns &= ~(1 << c)
                    into[c] = r
                    if c == column:
                        return self._walked(row, column, into, out)
                    for further in bits(self._back[c] & unseen_rows):
                        out[further] = c
                        fresh.append(further)
                    unseen_rows &= ~self._back[c]
        return []

    @staticmethod
    def _walked(
        row: int, column: int, into: Mapping[int, int], out: Mapping[int, int]
    ) -> list[tuple[int, int, int]]:
        path = []
        while True:
            before = into[column]
            path.append((before, column, 1))
            if before == row:
                return path
            column = out[before]
            path.append((before, column, -1))


def bits(number: int) -> Iterator[int]:
    """The places of its ones."""
    while number:
        lowest = number & -number
        yield lowest.bit_length() - 1
        number ^= lowest


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
