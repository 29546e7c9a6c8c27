"""What readers can work out of published sums, by a method that knows nothing of flows.

A set of cells follows from sums if its indicator is a linear combination of theirs: if whatever is
orthogonal to all of them is orthogonal to it, too.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import combinations

from shared.small_numbers.margins import Names
from shared.small_numbers.reach import Place
from shared.small_numbers.sizes import LEAST
from shared.small_numbers.tables import Cell, Table

PRIME = 2**31 - 1
"""Larger than any determinant of zeros and ones of sixteen rows, so that no rank differs."""
Sums = Sequence[Sequence[bool]]


def betrayed(shown: Table | None, counts: Mapping[Cell, int]) -> list[int]:
    """Figures that are too small and follow from what is shown: to all, or to a single one."""
    if shown is None:
        return [] if sum(counts.values()) < LEAST else [0]
    cells = sorted(each for each, number in counts.items() if number)
    return too_small(sums_of(shown, cells), [counts[each] for each in cells])


def sums_of(shown: Table, cells: Sequence[Cell]) -> list[list[bool]]:
    """Every published figure, as the cells that it adds up."""
    return [
        [True] * len(cells),
        *([cell[0] in names for cell in cells] for names in shown.rows),
        *([cell[1] in names for cell in cells] for names in shown.columns),
        *(
            [row in names and column in beside for row, column in cells]
            for names, beside in shown.cells
        ),
    ]


def too_small(sums: Sums, sizes: Sequence[int]) -> list[int]:
    """For whoever knows what is shown, and for whoever is the only one in a cell besides."""
    found = list(followed(sums, sizes, LEAST))
    for single in (place for place, size in enumerate(sizes) if size == 1):
        own = [place == single for place in range(len(sizes))]
        found += followed([*sums, own], sizes, LEAST - 1, single)
    return found


def followed(sums: Sums, sizes: Sequence[int], below: int, known: int = -1) -> Iterator[int]:
    """The sizes of small sets of cells that follow."""
    vectors = orthogonal(sums, len(sizes))
    few = [place for place, size in enumerate(sizes) if 0 < size < below and place != known]

    def search(start: int, size: int, sum_: Sequence[int]) -> Iterator[int]:
        for index in range(start, len(few)):
            place = few[index]
            if (larger := size + sizes[place]) < below:
                more = [
                    (a + vector[place]) % PRIME for a, vector in zip(sum_, vectors, strict=True)
                ]
                if not any(more):
                    yield larger
                yield from search(index + 1, larger, more)

    yield from search(0, 0, [0] * len(vectors))


def orthogonal(sums: Sums, width: int) -> list[list[int]]:
    """A basis of what is orthogonal to every sum."""
    basis: dict[int, list[int]] = {}
    for each in sums:
        row = [int(bit) for bit in each]
        for lead, other in basis.items():
            if factor := row[lead]:
                row = [(a - factor * b) % PRIME for a, b in zip(row, other, strict=True)]
        lead = next((place for place, value in enumerate(row) if value), -1)
        if lead < 0:
            continue
        inverse = pow(row[lead], -1, PRIME)
        row = [value * inverse % PRIME for value in row]
        for at, other in basis.items():
            if factor := other[lead]:
                basis[at] = [(a - factor * b) % PRIME for a, b in zip(other, row, strict=True)]
        basis[lead] = row
    free = [place for place in range(width) if place not in basis]
    return [
        [
            int(place == one) if place not in basis else -basis[place][one] % PRIME
            for place in range(width)
        ]
        for one in free
    ]


def few_of(members: Mapping[Place, Collection[int]]) -> bool:
    """Whether margins tell of too few people, or of too few others to one of them."""
    everybody = {one for who in members.values() for one in who}
    for known, least in ((-1, LEAST), *((one, LEAST - 1) for one in everybody)):
        left = {cell: {*who} - {known} for cell, who in members.items() if {*who} - {known}}
        cells = sorted(left)
        vectors = orthogonal(margins_of(cells), len(cells))
        for size in range(1, len(cells) + 1):
            for chosen in combinations(range(len(cells)), size):
                follows = not any(sum(v[place] for place in chosen) % PRIME for v in vectors)
                if follows and len({one for place in chosen for one in left[cells[place]]}) < least:
                    return True
    return False


def margins_of(cells: Sequence[Place]) -> list[list[bool]]:
    """Each row and each column, as the cells that it adds up."""
    names = dict.fromkeys((side, each[side]) for each in cells for side in (0, 1))
    return [[each[side] == name for each in cells] for side, name in names]


def as_cells(counts: Mapping[Cell, int]) -> dict[Place, int]:
    """Each name by itself."""
    return {((row,), (column,)): number for (row, column), number in counts.items() if number}


def unaudited(counts: Mapping[Cell, int], hidden: Sequence[Place]) -> Table:
    """Everything but these cells."""
    rows: dict[Names, int] = {}
    columns: dict[Names, int] = {}
    for (row, column), number in counts.items():
        rows[row,] = rows.get((row,), 0) + number
        columns[column,] = columns.get((column,), 0) + number
    cells = {each: n for each, n in as_cells(counts).items() if each not in hidden}
    return Table(sum(counts.values()), rows, columns, cells)
