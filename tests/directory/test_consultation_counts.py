"""Figures of consultations give away nobody: nothing below five is shown, or can be worked out."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from itertools import chain, combinations
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.directory.consultations.models import ConsultationRow
from services.directory.consultations.values import (
    Period,
    Quarter,
    State,
    Topic,
    period_before,
    period_of,
)
from services.directory.small_numbers.values import (
    LEAST,
    Cell,
    Place,
    Table,
    hidden_of,
    merged,
    publishable,
)
from shared.clock import local_date
from shared.contracts.accounts import AccessRole
from tests.conftest import OpenHouse
from tests.house import BERGKAMEN, House
from tests.signing_in import coordinator_of

PAGE = "/directory/beratungszahlen"
HTML = {"accept": "text/html"}
KAMEN = "05978020"


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
    counts = table(*rows)
    shown = publishable(counts)
    if shown is None:
        assert sum(counts.values()) < LEAST
        return
    assert min([shown.total, *shown.rows.values(), *shown.columns.values()]) >= LEAST
    assert all(number >= LEAST for number in shown.cells.values())
    assert [found for found in worked_out(shown, counts) if found < LEAST] == []


def worked_out(shown: Table, counts: dict[Cell, int]) -> Iterator[int]:
    """The size of every set of cells whose sum follows from what is shown: by linear algebra."""
    cells = sorted(counts)
    known = [[cell[0] in names for cell in cells] for names in shown.rows]
    known += [[cell[1] in names for cell in cells] for names in shown.columns]
    known += [[c[0] in row and c[1] in column for c in cells] for row, column in shown.cells]
    known.append([True] * len(cells))
    basis = reduced([[Fraction(each) for each in row] for row in known])
    every = chain.from_iterable(combinations(range(len(cells)), n) for n in range(1, len(cells)))
    for chosen in every:
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


def test_quarters_follow_each_other_and_the_year() -> None:
    day = datetime(2027, 1, 3, tzinfo=UTC).date()
    assert period_before(day) == Period(2026, Quarter.FOURTH)
    assert period_of(day).begins == period_before(day).ends


@pytest.fixture
async def house(open_house: OpenHouse) -> House:
    return await open_house("directory", municipalities=frozenset({BERGKAMEN, KAMEN}))


async def ask(house: House, period: Period, *asked: tuple[Topic, AccessRole, int]) -> None:
    async with house.context("directory").database.transaction() as uow:
        uow.session.add_all(
            ConsultationRow(
                tenant=BERGKAMEN,
                asker_id=uuid4(),
                asked_as=role,
                asked_at=period.begins + timedelta(days=number),
                topic=topic,
                note="",
                state=State.CLOSED,
            )
            for topic, role, times in asked
            for number in range(times)
        )


async def test_the_office_reads_and_exports_a_quarter_that_is_over(house: House) -> None:
    last = period_before(local_date(house.clock.now()))
    await ask(
        house,
        last,
        (Topic.SCHOOL, AccessRole.WORKER, 9),
        (Topic.SCHOOL, AccessRole.HEAD, 8),
        (Topic.LAW, AccessRole.WORKER, 7),
        (Topic.LAW, AccessRole.HEAD, 6),
    )
    house.http.cookies.update(await house.sign_in(coordinator_of(BERGKAMEN)))
    file = (await house.http.get(f"{PAGE}?als=csv", headers=HTML)).text
    assert "Zusammenarbeit in der Schule;8;9;17" in file
    assert "Recht und Datenschutz;6;7;13" in file
    assert "Alle;14;16;30" in file
    page = (await house.http.get(PAGE, headers=HTML)).text
    assert "Recht und Datenschutz" in page
    house.http.cookies.update(await house.sign_in(coordinator_of(KAMEN)))
    assert "Zu wenige Anfragen" in (await house.http.get(PAGE, headers=HTML)).text


async def test_a_quarter_that_goes_on_is_not_counted_yet(house: House) -> None:
    today = local_date(house.clock.now())
    now = period_of(today)
    await ask(house, now, (Topic.LAW, AccessRole.HEAD, 20))
    house.http.cookies.update(await house.sign_in(coordinator_of(BERGKAMEN)))
    asked = f"{PAGE}?year={now.year}&quarter={now.quarter}"
    assert "Noch nicht zu Ende" in (await house.http.get(asked, headers=HTML)).text
