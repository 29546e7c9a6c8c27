"""Of what is shown nobody can work out a figure below five."""

from itertools import islice
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.small_numbers.growth import may_replace
from shared.small_numbers.margins import merged, named, nested
from shared.small_numbers.members import margins_hold
from shared.small_numbers.reach import Place, holds
from shared.small_numbers.sizes import LEAST, in_words, percent, share
from shared.small_numbers.tables import Cell, hidden_of, publishable
from tests.shared.worked_out import as_cells, betrayed, few_of, margins_of, too_small, unaudited

TABLES = 2_000


def table(*rows: list[int]) -> dict[Cell, int]:
    return {
        (f"row {r}", f"column {c}"): number
        for r, row in enumerate(rows)
        for c, number in enumerate(row)
    }


def test_of_too_few_not_even_the_total_is_shown() -> None:
    assert publishable(table([1, 3])) is None
    assert publishable({}) is None


@pytest.mark.parametrize(
    ("sizes", "shown"),
    [
        ({"AWO": 7, "Kirche": 3, "Kreis": 3, "Land": 2}, {"AWO": 7, "Kirche+Kreis+Land": 8}),
        ({"AWO": 9, "Kirche": 5, "Land": 1}, {"AWO": 9, "Kirche+Land": 6}),
        ({"AWO": 6, "Land": 3}, {"AWO+Land": 9}),
        ({"AWO": 4, "Kirche": 4}, {"AWO+Kirche": 8}),
        (
            {"AWO": 8, "Kirche": 4, "Kreis": 0, "Land": 5},
            {"AWO": 8, "Kirche+Kreis+Land": 9},
        ),
        ({"AWO": 8, "Kreis": 0}, {"AWO+Kreis": 8}),
    ],
)
def test_what_is_too_rare_is_shown_together_and_takes_another_along_if_that_is_too_little(
    sizes: dict[str, int], shown: dict[str, int]
) -> None:
    assert {"+".join(names): number for names, number in merged(sizes).items()} == shown


def test_what_was_together_with_a_larger_base_stays_together() -> None:
    found = merged({"AWO": 9, "Kirche": 6, "Kreis": 7, "Land": 8}, together={"Kreis", "Land"})
    assert found == {("AWO",): 9, ("Kirche",): 6, ("Kreis", "Land"): 15}


def test_a_merged_row_says_what_is_in_it() -> None:
    assert named(("AWO",)) == "AWO"
    assert named(("Kirche", "Land")) == "Übrige (zusammengefasst): Kirche, Land"


def test_in_a_hierarchy_every_level_is_merged_below_what_is_shown_above() -> None:
    found = nested(
        {
            ("Unna", "Bergkamen"): 9,
            ("Unna", "Kamen"): 5,
            ("Unna", "Bönen"): 1,
            ("Hamm", "Hamm"): 4,
            ("Soest", "Werl"): 2,
        }
    )
    assert found == {
        (("Unna",),): 15,
        (("Unna",), ("Bergkamen",)): 9,
        (("Unna",), ("Kamen", "Bönen")): 6,
        (("Hamm", "Soest"),): 6,
        (("Hamm", "Soest"), ("Hamm", "Werl")): 6,
    }


@given(st.dictionaries(st.tuples(*[st.sampled_from("abc")] * 3), st.integers(0, 9)))
def test_no_row_of_a_hierarchy_is_too_small_and_each_is_what_is_below_it(
    sizes: dict[tuple[str, ...], int],
) -> None:
    found = nested(sizes)
    assert all(number >= LEAST for number in found.values())
    assert bool(found) == (sum(sizes.values()) >= LEAST)
    for above in {path[:-1] for path in found}:
        below = [number for path, number in found.items() if path[:-1] == above]
        assert sum(below) == (found[above] if above else sum(sizes.values()))


def test_a_hierarchy_has_nobody_beside_its_lowest_level() -> None:
    with pytest.raises(ValueError, match="lengths"):
        nested({("Unna",): 3, ("Unna", "Kamen"): 9})


def test_one_small_cell_takes_three_others_with_it() -> None:
    cells = as_cells(table([12, 9, 3], [8, 7, 6], [10, 6, 9]))
    hidden = hidden_of(cells) or frozenset()
    assert sorted(cells[each] for each in hidden) == [3, 6, 7, 9]


def test_two_harmless_margins_that_are_harmful_together_are_not_both_shown() -> None:
    """All six of the first row are among the seven of the first column."""
    shown = publishable(table([6, 0], [1, 5]), joint=True)
    assert shown is not None
    assert (shown.columns, shown.cells) == ({}, {})
    assert sum(shown.rows.values()) == 12


def test_cells_are_shown_only_where_they_are_wanted() -> None:
    counts = table([9, 8], [7, 6])
    one, both = publishable(counts), publishable(counts, joint=True)
    assert one is not None
    assert both is not None
    assert (len(one.rows), len(one.columns), len(one.cells)) == (2, 2, 0)
    assert len(both.cells) == 4


def test_whoever_is_the_single_one_in_a_cell_learns_of_no_other() -> None:
    cells = as_cells(table([1, 4], [4, 1]))
    assert hidden_of(cells) is None
    people = iter(range(10))
    assert not margins_hold({cell: {*islice(people, number)} for cell, number in cells.items()})


@pytest.mark.parametrize(
    ("rows", "hidden"),
    [
        ([[6, 0], [1, 5]], [(0, 0), (1, 0), (1, 1)]),
        ([[12, 9, 3], [8, 7, 6], [10, 6, 9]], [(0, 2)]),
        ([[1, 4, 9], [4, 1, 9], [9, 9, 9]], [(0, 0), (0, 1), (1, 0), (1, 1)]),
    ],
    ids=["two margins", "only the small cell", "singles"],
)
def test_the_other_method_finds_what_is_betrayed_without_the_audit(
    rows: list[list[int]], hidden: list[tuple[int, int]]
) -> None:
    counts = table(*rows)
    places = [((f"row {r}",), (f"column {c}",)) for r, c in hidden]
    assert betrayed(unaudited(counts, places), counts)
    assert not holds(places, as_cells(counts))
    assert betrayed(publishable(counts, joint=True), counts) == []


@given(
    st.lists(st.lists(st.integers(0, 14), min_size=3, max_size=3), min_size=1, max_size=3),
    st.booleans(),
)
def test_no_sum_of_hidden_figures_below_five_can_be_worked_out(
    rows: list[list[int]], joint: bool
) -> None:
    counts = table(*rows)
    assert betrayed(publishable(counts, joint=joint), counts) == []


def test_nor_can_it_in_two_thousand_tables_of_small_figures() -> None:
    dice = Random(5)
    for _ in range(TABLES):
        size, most = dice.randint(2, 4), dice.choice([3, 6, 12])
        counts = table(*([dice.randint(0, most) for _ in range(3)] for _ in range(size)))
        assert betrayed(publishable(counts, joint=True), counts) == [], counts


def test_the_audit_says_what_the_other_method_says_of_two_thousand_tables() -> None:
    """Not only that nothing is betrayed: nothing is hidden in vain, either."""
    dice, held = Random(7), 0
    for _ in range(TABLES):
        rows = [[dice.choice([0, 1, 1, 2, 3, 5, 8]) for _ in range(3)] for _ in range(4)]
        cells = as_cells(table(*rows))
        hidden = sorted(dice.sample(sorted(cells), dice.randint(0, len(cells))))
        sums = margins_of(hidden)
        assert holds(hidden, cells) == (not too_small(sums, [cells[e] for e in hidden])), rows
        held += holds(hidden, cells)
    assert 0.1 < held / TABLES < 0.9


def test_where_somebody_is_in_several_cells_it_is_asked_who_they_are() -> None:
    """By asking of every set of cells that follows from the margins how many people are in it."""
    dice, held = Random(11), 0
    for _ in range(80):
        members: dict[Place, set[int]] = {}
        for person in range(dice.randint(8, 40)):
            row = f"row {dice.randint(0, 2)}"
            for column in dice.sample(range(3), dice.choice([1, 1, 2, 3])):
                members.setdefault(((row,), (f"column {column}",)), set()).add(person)
        found = margins_hold(members)
        assert found == (not few_of(members)), members
        held += found
    assert 10 < held < 70


@given(st.integers(0, 30), st.integers(1, 30))
def test_below_five_nothing_is_said_below_ten_words_and_below_twenty_every_fifth_percent(
    part: int, whole: int
) -> None:
    part = min(part, whole)
    said = share(part, whole)
    assert (said is None) == (whole < LEAST)
    assert (percent(part, whole) is None) == (whole < 10)
    if LEAST <= whole < 10:
        assert said == in_words(part, whole) in ("wenige", "etwa die Hälfte", "die meisten")
    if (found := percent(part, whole)) is not None:
        assert said == f"{found} %"
        assert abs(found - 100 * part / whole) <= (2.5 if whole < 20 else 0.5)
        assert found % (5 if whole < 20 else 1) == 0


def test_none_and_all_of_few_are_not_told_from_few_and_most() -> None:
    assert in_words(0, 6) == in_words(1, 6) == "wenige"
    assert in_words(6, 6) == in_words(5, 6) == "die meisten"
    assert in_words(2, 6) == in_words(4, 6) == "etwa die Hälfte"


@pytest.mark.parametrize(
    ("awo", "church", "may"),
    [(9, 6, True), (14, 6, True), (14, 11, True), (10, 6, False), (14, 7, False), (8, 6, False)],
)
def test_a_breakdown_that_grows_is_shown_anew_only_if_each_group_grew_by_five_or_not_at_all(
    awo: int, church: int, may: bool
) -> None:
    before = {("AWO",): 9, ("Kirche", "Land"): 6}
    assert may_replace(before, {("AWO",): awo, ("Kirche", "Land"): church}) is may


def test_nor_is_it_if_its_groups_became_others() -> None:
    before = {("AWO",): 9, ("Kirche", "Land"): 6}
    assert not may_replace(before, {("AWO",): 9, ("Kirche",): 6, ("Land",): 5})
