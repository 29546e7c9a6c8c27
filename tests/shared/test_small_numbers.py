"""Of what is shown nobody can work out a figure below five."""

from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from shared.small_numbers import LEAST, Cell, Place, Table, hidden_of, holds, merged, publishable

TABLES = 2_000


def table(*rows: list[int]) -> dict[Cell, int]:
    return {
        (f"row {r}", f"column {c}"): number
        for r, row in enumerate(rows)
        for c, number in enumerate(row)
        if number
    }


def test_of_too_few_not_even_the_total_is_shown() -> None:
    assert publishable(table([1, 3])) is None
    assert publishable({}) is None


def test_what_is_too_rare_is_shown_together_and_takes_another_along_if_that_is_too_little() -> None:
    assert merged({"AWO": 7, "Kirche": 3, "Kreis": 3, "Land": 2}) == {
        ("AWO",): 7,
        ("Kirche", "Kreis", "Land"): 8,
    }
    assert merged({"AWO": 9, "Kirche": 5, "Land": 1}) == {("AWO",): 9, ("Kirche", "Land"): 6}
    assert merged({"AWO": 6, "Land": 3}) == {("AWO", "Land"): 9}


def test_one_small_cell_takes_three_others_with_it() -> None:
    shown = publishable(table([12, 9, 3], [8, 7, 6], [10, 6, 9]))
    assert shown is not None
    assert shown.total == 70
    assert len(shown.cells) == 5
    assert 3 not in shown.cells.values()


def test_two_harmless_margins_that_are_harmful_together_are_not_both_shown() -> None:
    """All six of the first row are among the seven of the first column."""
    shown = publishable(table([6, 0], [1, 5]))
    assert shown is not None
    assert (shown.columns, shown.cells) == ({}, {})
    assert sum(shown.rows.values()) == 12


def test_whoever_is_the_single_one_in_a_cell_learns_of_no_other() -> None:
    cells: dict[Place, int] = {
        ((f"{r}",), (f"{c}",)): n for (r, c), n in table([1, 4], [4, 1]).items()
    }
    assert hidden_of(cells) is None


@given(st.lists(st.lists(st.integers(0, 14), min_size=3, max_size=3), min_size=1, max_size=3))
def test_no_sum_of_hidden_figures_below_five_can_be_worked_out(rows: list[list[int]]) -> None:
    assert betrayed(table(*rows)) == []


def test_nor_can_it_in_two_thousand_tables_of_small_figures() -> None:
    """By a method that knows nothing of flows."""
    dice = Random(5)
    for _ in range(TABLES):
        size, most = dice.randint(2, 4), dice.choice([3, 6, 12])
        counts = table(*([dice.randint(0, most) for _ in range(3)] for _ in range(size)))
        assert betrayed(counts) == [], counts


def test_whoever_knows_their_own_answer_learns_of_no_other() -> None:
    """What is audited without each single one again is the same, only slower."""
    dice = Random(7)
    for _ in range(300):
        every = table(*([dice.choice([0, 1, 1, 2, 3, 5, 8]) for _ in range(3)] for _ in range(4)))
        cells: dict[Place, int] = {((r,), (c,)): n for (r, c), n in every.items()}
        hidden = frozenset(dice.sample(sorted(cells), dice.randint(0, len(cells))))
        assert holds(hidden, cells) == (hidden_is_safe(hidden, cells)), hidden


def test_that_nobody_of_a_group_answered_is_not_shown() -> None:
    shown = merged({"AWO": 8, "Kirche": 4, "Kreis": 0, "Land": 5})
    assert shown == {("AWO",): 8, ("Kirche", "Kreis", "Land"): 9}
    assert merged({"AWO": 8, "Kreis": 0}) == {("AWO", "Kreis"): 8}


def hidden_is_safe(hidden: frozenset[Place], cells: dict[Place, int]) -> bool:
    """No set of hidden cells follows from sums of rows and columns, nor for a single one's own."""
    singles = [frozenset({each}) for each in hidden if cells[each] == 1]
    return all(
        number >= LEAST - len(known)
        for known in [frozenset[Place](), *singles]
        for number in followed(hidden - known, cells, LEAST)
    )


def followed(hidden: frozenset[Place], cells: dict[Place, int], below: int) -> Iterator[int]:
    """The sizes of sets that are sums and differences of whole rows and columns, if small."""
    every = sorted(hidden)
    for chosen in (set(each) for n in range(1, below) for each in combinations(every, n)):
        if (number := sum(cells[each] for each in chosen)) < below and _is_sum(chosen, every):
            yield number


def _is_sum(chosen: set[Place], every: list[Place]) -> bool:
    """Whether numbers of rows and columns exist that add up to one there, and else to nothing."""
    found: dict[tuple[int, tuple[str, ...]], int] = {}
    for start in every:
        found.setdefault((0, start[0]), 0)
        changed = True
        while changed:
            changed = False
            for cell in every:
                wanted, row, column = int(cell in chosen), (0, cell[0]), (1, cell[1])
                for known, other in ((row, column), (column, row)):
                    if known in found and other not in found:
                        found[other], changed = wanted - found[known], True
    return all(found[0, r] + found[1, c] == ((r, c) in chosen) for r, c in every)


def betrayed(counts: dict[Cell, int]) -> list[int]:
    """Figures below five that follow from what is published."""
    shown = publishable(counts)
    if shown is None:
        return [] if sum(counts.values()) < LEAST else [0]
    figures = [shown.total, *shown.rows.values(), *shown.columns.values(), *shown.cells.values()]
    return [each for each in [*figures, *worked_out(shown, counts)] if each < LEAST]


def worked_out(shown: Table, counts: dict[Cell, int]) -> Iterator[int]:
    """The size of every small set of cells whose sum follows from what is shown: linear algebra."""
    cells = sorted(counts)
    known = [[cell[0] in names for cell in cells] for names in shown.rows]
    known += [[cell[1] in names for cell in cells] for names in shown.columns]
    known += [[c[0] in row and c[1] in column for c in cells] for row, column in shown.cells]
    known.append([True] * len(cells))
    basis = reduced([[Fraction(each) for each in row] for row in known])
    every = (each for n in range(1, LEAST) for each in combinations(range(len(cells)), n))
    for chosen in every:
        if sum(counts[cells[place]] for place in chosen) >= LEAST:
            continue
        wanted = [Fraction(place in chosen) for place in range(len(cells))]
        if not any(remainder(wanted, basis)):
            yield sum(counts[cells[place]] for place in chosen)


def reduced(rows: list[list[Fraction]]) -> list[list[Fraction]]:
    basis: list[list[Fraction]] = []
    for row in rows:
        rest = remainder(row, basis)
        if any(rest):
            lead = next(each for each in rest if each)
            basis.append([each / lead for each in rest])
    return basis


def remainder(row: list[Fraction], basis: list[list[Fraction]]) -> list[Fraction]:
    rest = list(row)
    for each in basis:
        place = next(index for index, value in enumerate(each) if value)
        if factor := rest[place]:
            rest = [a - factor * b for a, b in zip(rest, each, strict=True)]
    return rest
