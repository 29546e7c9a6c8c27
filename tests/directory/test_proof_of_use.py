"""The proof of use: counted exactly by days, rounded row by row, summed as it is printed."""

from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.directory.proof_of_use.rules import (
    PARTS_OF_A_MONTH,
    due_card,
    grouped,
    last_over,
    parts_between,
    refuse,
    rounded,
    school_year_of,
    worked,
)
from services.directory.proof_of_use.values import ProofLine, ProofRow, SchoolYear, Worked
from services.directory.stretches.values import Stretch
from shared.contracts.cards import Urgency
from shared.contracts.directory import Funding
from shared.web.problem import Problem

YEAR, LEAP = SchoolYear(2025), SchoolYear(2027)
DAY = timedelta(days=1)


def stretch(
    hours: str,
    first: date = YEAR.first,
    last: date = YEAR.last,
    *,
    funding: Funding = Funding.LAND,
    school: int = 1,
    carrier: int = 1,
) -> Stretch:
    ids = (UUID(int=7), UUID(int=7), UUID(int=carrier), UUID(int=school))
    return Stretch(*ids, funding, Decimal(hours), first, last)


def test_a_school_year_goes_from_august_to_july_and_its_proof_is_due_in_april() -> None:
    assert school_year_of(date(2026, 7, 31)) == SchoolYear(2025)
    assert school_year_of(date(2026, 8, 1)) == SchoolYear(2026)
    assert last_over(date(2026, 11, 26)) == SchoolYear(2025)
    assert (YEAR.name, YEAR.due) == ("2025/26", date(2027, 4, 30))
    assert SchoolYear(2099).name == "2099/00"


@pytest.mark.parametrize(
    ("given", "hours", "months", "positions"),
    [
        ([stretch("39")], "2033.57", "12.00", "1.00"),
        ([stretch("39", LEAP.first, LEAP.last)], "2039.14", "12.00", "1.00"),
        ([stretch("19.5")], "1016.79", "6.00", "0.50"),
        ([stretch("39", last=date(2026, 1, 31))], "1025.14", "6.00", "0.50"),
        ([stretch("39", date(2025, 11, 16), date(2025, 11, 30))], "83.57", "0.50", "0.04"),
        ([stretch("39", date(2026, 2, 15), date(2026, 2, 28))], "78.00", "0.50", "0.04"),
        ([stretch("39", date(2028, 2, 15), date(2028, 2, 28))], "78.00", "0.48", "0.04"),
        (
            [stretch("19.5", last=date(2026, 1, 31)), stretch("39", date(2026, 2, 1))],
            "1521.00",
            "9.00",
            "0.75",
        ),
        ([], "0.00", "0.00", "0.00"),
    ],
    ids=[
        "whole",
        "leap",
        "half",
        "left",
        "half of a month",
        "February",
        "its 29th",
        "more",
        "none",
    ],
)
def test_what_is_counted(given: list[Stretch], hours: str, months: str, positions: str) -> None:
    assert worked(given) == Worked(Decimal(hours), Decimal(months), Decimal(positions))


def test_who_pays_school_and_carrier_make_a_row() -> None:
    given = [
        stretch("10"),
        stretch("9.5", carrier=2),
        stretch("5", funding=Funding.KREIS),
        stretch("2", school=2),
    ]
    assert [len(each) for each in grouped([*given, given[0]]).values()] == [2, 1, 1, 1]


days = st.dates(date(2023, 8, 1), date(2028, 12, 31))
periods = st.tuples(days, days).map(lambda both: (min(both), max(both)))


@given(periods)
def test_months_are_the_shares_of_every_single_day(period: tuple[date, date]) -> None:
    first, last = period
    every = sum(Fraction(1, monthrange(each.year, each.month)[1]) for each in _days(first, last))
    assert Fraction(parts_between(first, last), PARTS_OF_A_MONTH) == every


def _days(first: date, last: date) -> Iterator[date]:
    return (first + DAY * n for n in range((last - first).days + 1))


hours = st.integers(1, 4100).map(lambda n: Decimal(n) / 100)


@given(st.lists(st.tuples(hours, periods, st.integers(1, 4), st.integers(1, 3)), max_size=12))
def test_a_sum_is_the_sum_of_its_rows_and_near_to_what_is_exact(
    given: list[tuple[Decimal, tuple[date, date], int, int]],
) -> None:
    stretches = [
        stretch(str(each), *period, school=school, carrier=carrier)
        for each, period, school, carrier in given
    ]
    rows = [
        ProofRow(Funding.LAND, "", "", "", None, None, worked(each))
        for each in grouped(stretches).values()
    ]
    total = ProofLine(Funding.LAND, rows).total
    for place, name in enumerate(Worked._fields):
        assert total[place] == sum((row.worked[place] for row in rows), Decimal("0.00")), name
        exactly = worked(stretches)[place]
        assert abs(total[place] - exactly) <= Decimal("0.005") * (len(rows) + 1), name


@given(st.fractions(0, 10_000))
def test_halves_are_rounded_up(exact: Fraction) -> None:
    long = Decimal(exact.numerator) / Decimal(exact.denominator)
    assert abs(Fraction(rounded(exact)) - exact) <= Fraction(1, 200)
    if exact * 1000 == int(exact * 1000):
        assert rounded(exact) == long.quantize(Decimal("0.01"), ROUND_HALF_UP)


@given(periods, hours, st.integers(0, 2000))
def test_cutting_a_time_in_two_changes_nothing(
    period: tuple[date, date], each: Decimal, at: int
) -> None:
    first, last = period
    cut = min(first + DAY * at, last)
    parts = [stretch(str(each), first, cut)]
    if cut < last:
        parts.append(stretch(str(each), cut + DAY, last))
    assert worked(parts) == worked([stretch(str(each), first, last)])


@pytest.mark.parametrize(
    ("today", "urgency"),
    [
        (date(2026, 11, 1), None),
        (date(2026, 11, 2), Urgency.CALM),
        (date(2027, 3, 1), Urgency.CALM),
        (date(2027, 3, 2), Urgency.SOON),
        (date(2027, 4, 16), Urgency.SOON),
        (date(2027, 4, 17), Urgency.NOW),
        (date(2027, 5, 1), Urgency.NOW),
    ],
)
def test_the_card_is_more_urgent_the_nearer_the_day(today: date, urgency: Urgency | None) -> None:
    found = due_card(YEAR, today)
    assert [each.urgency for each in found] == ([urgency] if urgency else [])
    assert all(("war er" in each.sentence) is (today > YEAR.due) for each in found)


@pytest.mark.parametrize(
    ("submitted", "known", "fields"),
    [
        (date(2026, 8, 1), None, []),
        (date(2026, 7, 31), None, ["submitted_on"]),
        (date(2027, 1, 2), date(2027, 1, 2), ["submitted_on", "known_on"]),
    ],
)
def test_what_cannot_have_been_handed_in(
    submitted: date, known: date | None, fields: list[str]
) -> None:
    today = date(2027, 1, 1)
    if not fields:
        refuse(YEAR, submitted, known, today)
        return
    with pytest.raises(Problem) as refused:
        refuse(YEAR, submitted, known, today)
    assert [each.field for each in refused.value.errors] == fields
