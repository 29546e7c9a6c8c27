"""Turnover, tenure and vacancy agree with a plain count day by day, and give nobody away."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from statistics import median
from uuid import UUID, uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.directory.spells.values import (
    Planned,
    Spell,
    average,
    filling,
    heads,
    hours,
    left_in,
    mainly,
    posts_of,
    present,
    retention_of,
    spells,
    tenure_of,
    year_after,
    year_before,
)
from services.directory.stretches.values import Stretch
from services.directory.turnover.rules import figures
from services.directory.turnover.values import draw, quarter_ends
from shared.contracts.directory import Funding
from tests.directory.test_proof_pages import workforce
from tests.directory.test_staff_pages import Clerk, clerk, either_clerk, signed_in
from tests.house import BERGKAMEN
from tests.signing_in import coordinator_of

__all__ = ["clerk", "either_clerk"]

PAGE = "http://knotenpunkt.test/directory/fluktuation"
BEGIN, DAY = date(2025, 1, 1), timedelta(days=1)
SPAN = 900
END = BEGIN + SPAN * DAY


def worked(
    who: int, first: int, last: int, hours: str = "39", school: int = 1, carrier: int = 1
) -> Stretch:
    """From one day to another, counted from the beginning."""
    return Stretch(
        UUID(int=who),
        UUID(int=who),
        UUID(int=carrier),
        UUID(int=school),
        Funding.LAND,
        Decimal(hours),
        BEGIN + first * DAY,
        BEGIN + last * DAY,
    )


times = st.tuples(st.integers(0, SPAN), st.integers(0, 400)).map(lambda t: (t[0], sum(t)))
somebody = st.builds(
    lambda who, time, hours, school, carrier: worked(who, time[0], time[1], hours, school, carrier),
    st.integers(1, 6),
    times,
    st.sampled_from(["10", "19.5", "39"]),
    st.integers(1, 2),
    st.integers(1, 2),
)
everybody = st.lists(somebody, max_size=10)
posts = st.lists(
    st.builds(
        lambda school, fte, time, ends: Planned(
            (UUID(int=school), UUID(int=1)),
            fte,
            BEGIN + time[0] * DAY,
            BEGIN + time[1] * DAY if ends else None,
        ),
        st.integers(1, 2),
        st.sampled_from([Decimal("0.5"), Decimal(1)]),
        times,
        st.booleans(),
    ),
    max_size=3,
)


def there(stretches: Sequence[Stretch], day: date) -> set[UUID]:
    return {each.worker_id for each in stretches if each.first <= day <= each.last}


@settings(deadline=None)
@given(everybody, st.integers(366, SPAN))
def test_who_is_there_comes_and_leaves_is_what_a_count_of_days_says(
    stretches: list[Stretch], at: int
) -> None:
    day, known = BEGIN + at * DAY, spells(stretches)
    before = year_before(day)
    days = [before + n * DAY for n in range(1, (day - before).days + 1)]
    leavers = sum(len(there(stretches, each - DAY) - there(stretches, each)) for each in days)
    assert {each.worker_id for each in present(known, day)} == there(stretches, day)
    assert len(left_in(known, before, day)) == leavers
    every = sum(len(there(stretches, each)) for each in days)
    assert average(heads(known), before, day) == Fraction(every, len(days))
    assert heads(known).on(day) == len(there(stretches, day))
    worked = sum((each.hours for each in stretches if each.first <= day <= each.last), Decimal())
    assert posts_of(hours(stretches).on(day)) == Fraction(worked) / 39
    begun = sum(1 for each in known if before < each.first <= day)
    assert len(there(stretches, day)) == len(there(stretches, before)) + begun - leavers


@settings(deadline=None)
@given(everybody, st.integers(0, SPAN))
def test_tenure_goes_back_day_by_day_until_somebody_was_not_there(
    stretches: list[Stretch], at: int
) -> None:
    day, found = BEGIN + at * DAY, []
    for who in there(stretches, day):
        first = day
        while who in there(stretches, first - DAY):
            first -= DAY
        found.append((day - first).days + 1)
    said = tenure_of(present(spells(stretches), day), day)
    if len(found) < 5:
        assert said is None
    else:
        assert said is not None
        assert abs(float(said) - median(found) / 365.25) <= 0.0501


@settings(deadline=None, max_examples=50)
@given(everybody, posts, st.integers(0, SPAN))
def test_what_is_planned_and_filled_is_what_a_count_of_days_says(
    stretches: list[Stretch], planned: list[Planned], length: int
) -> None:
    last = BEGIN + length * DAY
    planned_then = taken = missing = total = Fraction()
    for day in (BEGIN + n * DAY for n in range(length + 1)):
        planned_then = taken = missing = Fraction()
        for pair in {each.pair for each in planned}:
            wanted = sum(
                (Fraction(each.fte) for each in planned if each.pair == pair
                 and each.first <= day and (each.last is None or day <= each.last)),
                Fraction(),
            )  # fmt: skip
            worked = sum(
                (each.hours for each in stretches if (each.school_id, each.carrier_id) == pair
                 and each.first <= day <= each.last),
                Decimal(),
            )  # fmt: skip
            planned_then += wanted
            taken += min(wanted, Fraction(worked) / 39)
            missing += max(wanted - Fraction(worked) / 39, Fraction())
        total += missing
    found = filling(planned, stretches)
    assert posts_of(found.missing.total(BEGIN, last)) == total
    assert posts_of(found.missing.on(last)) == missing
    assert posts_of(found.planned.on(last)) == planned_then
    assert posts_of(found.taken.on(last)) == taken


def test_another_school_or_carrier_without_a_day_between_is_no_leaving() -> None:
    moved = [worked(1, 0, 99), worked(1, 100, 200, school=2, carrier=2)]
    returned = [worked(2, 0, 99), worked(2, 101, 200)]
    assert [len(spells(each)) for each in (moved, returned)] == [1, 2]


def test_who_stayed_for_twelve_months_is_counted_among_those_who_began() -> None:
    begun = [Spell(uuid4(), BEGIN + DAY, BEGIN + n * DAY) for n in (364, 365, 366, 400, 500)]
    assert retention_of(begun, BEGIN + DAY) == Decimal("60.0")
    assert retention_of(begun[1:], BEGIN + DAY) is None


def test_fewer_than_five_have_no_turnover_and_where_somebody_mostly_worked() -> None:
    few = [worked(who, 0, SPAN) for who in range(4)]
    assert [each.turnover for each in figures(spells(few), few, [], [END - DAY])] == [None]
    two = [worked(1, 0, 9, "10", carrier=1), worked(1, 0, 9, "20", carrier=2)]
    assert [each.carrier_id for each in mainly(two)] == [UUID(int=2)]


@pytest.mark.parametrize(
    ("today", "last"),
    [
        (date(2026, 11, 26), date(2026, 9, 30)),
        (date(2027, 1, 1), date(2026, 12, 31)),
        (date(2027, 3, 31), date(2026, 12, 31)),
    ],
)
def test_quarters_that_are_over(today: date, last: date) -> None:
    found = quarter_ends(today)
    assert (len(found), found[-1]) == (20, last)
    assert {(each + DAY).day for each in found} == {1}
    assert {(each + DAY).month for each in found} == {1, 4, 7, 10}


def test_a_year_from_the_29th_of_february_is_one_to_the_28th() -> None:
    assert year_before(date(2028, 2, 29)) == date(2027, 2, 28)
    assert year_after(date(2028, 2, 29)) == date(2029, 2, 28)


@given(st.lists(st.none() | st.decimals(0, 500, places=1), min_size=1, max_size=20))
def test_a_line_stays_within_its_picture(values: list[Decimal | None]) -> None:
    drawn = draw("Köpfe", [(BEGIN + n * DAY, each) for n, each in enumerate(values)])
    known = [each for each in values if each is not None]
    assert (drawn is None) is (not known)
    if drawn is not None:
        assert len(drawn.dots) == len(known)
        assert all(0 <= x <= drawn.width and 0 <= y <= drawn.height for x, y in drawn.dots)
        assert len(drawn.steps) <= 6


@pytest.fixture
async def office(either_clerk: Clerk) -> Clerk:
    return await signed_in(either_clerk.desk, coordinator_of(BERGKAMEN))


async def test_the_office_sees_quarters_in_a_picture_a_table_and_a_file(
    office: Clerk, either_clerk: Clerk
) -> None:
    assert "Noch keine Kennzahlen" in (await office.http.get(PAGE)).text
    await workforce(either_clerk)
    page = (await office.http.get(PAGE)).text
    assert "<desc" in page
    assert "/directory/fluktuation/vergleich" in page
    answer = await office.http.get(f"{PAGE}?als=csv")
    assert answer.text.splitlines()[0].removeprefix("\ufeff").startswith("Stichtag;Fachkräfte")


async def test_a_program_of_the_office_reads_the_same(office: Clerk, either_clerk: Clerk) -> None:
    await workforce(either_clerk)
    where = f"/directory/api/v1/turnover?municipality={BERGKAMEN}"
    found = (await office.http.get(f"http://knotenpunkt.test{where}")).json()["items"]
    assert found[-1]["day"] == str(quarter_ends(either_clerk.desk.today)[-1])
    assert (found[-1]["heads"], found[-1]["turnover"]) == (1, None)
