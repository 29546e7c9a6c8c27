"""Groups side by side: what is shown adds up, and nobody is known by it over the years."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from services.directory.spells.values import Planned, mainly
from services.directory.stretches.values import Stretch
from services.directory.turnover.values import Known
from services.directory.turnover_groups.rules import compare
from services.directory.turnover_groups.values import By, Comparison, Point, Span, days_of
from shared.contracts.directory import Funding
from shared.small_numbers.margins import lasting, unveiled
from tests.directory.test_posts import planned as plan_post
from tests.directory.test_proof_pages import german, office_of
from tests.directory.test_staff_pages import Clerk, clerk, either_clerk
from tests.house import BERGKAMEN

__all__ = ["clerk", "either_clerk"]
TODAY = date(2026, 11, 27)
DAYS = days_of(TODAY)
FIRST = date(2021, 8, 1)
PAGE = "http://knotenpunkt.test/directory/fluktuation/vergleich"
API = "http://knotenpunkt.test/directory/api/v1/turnover/groups"


def worked(who: int, carrier: str, first: date, last: date, kind: str = "Grundschule") -> Stretch:
    return Stretch(
        UUID(int=who),
        UUID(int=who),
        key(carrier),
        key(kind),
        Funding.LAND,
        Decimal(39),
        first,
        last,
    )


def key(name: str) -> UUID:
    return UUID(bytes=name.encode().ljust(16, b".")[:16])


def compared(
    there: Sequence[Stretch], posts: Sequence[Planned] = (), *, guarded: bool = True
) -> Comparison:
    names = {each: next(n for n in NAMES if key(n) == each) for each in map(key, NAMES)}
    pairs = {(e.school_id, e.carrier_id) for e in there} | {e.pair for e in posts}
    cells = {pair: (names[pair[1]], names[pair[0]]) for pair in pairs}
    return compare(Known(there, there, posts), cells, DAYS, guarded=guarded)


NAMES = ["AWO", "Caritas", "Diakonie", "Grundschule", "Gesamtschule"]


def many(
    number: int, carrier: str, *, begin: int, left: int = 0, kind: str = "Grundschule"
) -> list[Stretch]:
    """So many all the time, of whom some left in the last school year."""
    last = date(2026, 3, 31)
    return [
        worked(begin + n, carrier, FIRST, last if n < left else date(2027, 7, 31), kind)
        for n in range(number)
    ]


def last_of(found: Sequence[Point]) -> dict[str, Point]:
    return {each.name: each for each in found}


def test_each_carrier_has_its_posts_people_and_leavers_of_a_school_year() -> None:
    there = [*many(10, "AWO", begin=0, left=5), *many(8, "Caritas", begin=20)]
    post = Planned((key("Grundschule"), key("AWO")), Decimal("10.00"), FIRST, None)
    found = last_of(compared(there, [post])[By.CARRIER, Span.YEARS])
    awo, caritas = found["AWO"], found["Caritas"]
    assert (awo.period, awo.heads, awo.fte, awo.leavers) == ("2025/26", 5, Decimal("5.00"), 5)
    assert (awo.posts, awo.planned, awo.staffing) == (1, Decimal("10.00"), Decimal("50.0"))
    assert awo.heads_to_posts == Decimal("500.0")
    assert awo.vacant_days == 5 * (date(2026, 7, 31) - date(2026, 3, 31)).days
    assert (caritas.heads, caritas.leavers, caritas.turnover) == (8, 0, Decimal("0.0"))
    assert (caritas.posts, caritas.staffing) == (0, None)


def test_of_quarters_nothing_is_said_of_who_came_and_went() -> None:
    found = compared(many(10, "AWO", begin=0, left=5))[By.CARRIER, Span.QUARTERS]
    assert len(found) == 20
    assert {(each.leavers, each.turnover, each.retention) for each in found} == {(None,) * 3}
    assert found[-1].heads == 5


def test_too_small_a_carrier_is_together_with_others_in_every_year() -> None:
    small = worked(99, "Diakonie", date(2026, 2, 1), date(2027, 7, 31))
    found = compared([*many(9, "AWO", begin=0), *many(6, "Caritas", begin=20), small])
    names = {each.names for each in found[By.CARRIER, Span.YEARS]}
    assert names == {("AWO",), ("Caritas", "Diakonie")}


def test_leavers_of_one_are_not_told_by_those_of_the_others() -> None:
    there = [*many(20, "AWO", begin=0, left=6), *many(9, "Caritas", begin=30, left=2)]
    found = compared(there)
    assert {e.leavers for e in last_of(found[By.CARRIER, Span.YEARS]).values()} == {None}
    assert last_of(found[By.ALL, Span.YEARS])["alle"].leavers == 8


def test_types_of_schools_are_left_out_where_they_and_carriers_tell_of_one() -> None:
    there = [
        *many(6, "AWO", begin=0),
        worked(50, "Caritas", FIRST, date(2027, 7, 31)),
        *many(6, "Caritas", begin=20, kind="Gesamtschule"),
    ]
    found = compared(there)
    assert {each.names for each in found[By.SCHOOL_TYPE, Span.YEARS]} in (
        set(),
        {("Grundschule", "Gesamtschule")},
        {("Gesamtschule", "Grundschule")},
    )
    assert len(compared(there, guarded=False)[By.SCHOOL_TYPE, Span.YEARS]) == 10


sizes = st.dictionaries(
    st.sampled_from("abcdef"), st.lists(st.integers(0, 12), min_size=3, max_size=3), min_size=1
)


@settings(max_examples=200)
@given(sizes)
def test_a_lasting_group_has_nobody_or_five_on_every_day(given_sizes: dict[str, list[int]]) -> None:
    parts = lasting(given_sizes)
    assert sorted(name for names in parts for name in names) == sorted(given_sizes)
    if len(parts) > 1:
        for names in parts:
            for day in range(3):
                number = sum(given_sizes[name][day] for name in names)
                assert number == 0 or number >= 5


@settings(max_examples=200)
@given(st.dictionaries(st.sampled_from("abcdef").map(lambda name: (name,)), st.integers(0, 12)))
def test_what_is_veiled_beside_a_sum_is_nobody_or_five(counts: dict[tuple[str, ...], int]) -> None:
    shown = unveiled(counts)
    hidden = sum(number for names, number in counts.items() if names not in shown)
    assert hidden == 0 or hidden >= 5 or not shown
    assert all(counts[names] == 0 or counts[names] >= 5 for names in shown)


def test_whoever_works_for_two_counts_where_most_hours_are_on_each_day() -> None:
    first = worked(1, "AWO", FIRST, date(2026, 7, 31))._replace(hours=Decimal(20))
    second = worked(1, "Caritas", date(2025, 1, 1), date(2025, 12, 31))._replace(hours=Decimal(30))
    of = defaultdict[UUID, int](int)
    for each in mainly([first, second]):
        of[each.carrier_id] += (each.last - each.first).days + 1
    assert of == {key("AWO"): (first.last - first.first).days + 1 - 365, key("Caritas"): 365}


async def _staff(clerk: Clerk) -> date:
    """Six, of whom five have left in the last school year; its last day."""
    end = days_of(clerk.desk.today)[Span.YEARS][-1]
    for number in range(6):
        who = {
            "external_id": f"P-{number}",
            "email": f"{number}@example.org",
            "key": f"k{number}-of-page",
        }
        path = await clerk.hire(start_date=german(end - timedelta(days=400)), **who)
        if number:
            last = german(end - timedelta(days=10))
            await clerk.post(f"{path}/austritt", last_day=last, reason="moved")
    return end


async def test_office_and_carrier_see_it_each_their_part_as_page_file_and_api(
    either_clerk: Clerk,
) -> None:
    end = await _staff(either_clerk)
    office = await office_of(either_clerk.desk)
    await plan_post(office, valid_from=german(end - timedelta(days=800)))
    page = await office.http.get(PAGE)
    assert page.status_code == 200
    assert "Fluktuation im Vergleich" in page.text
    found = (await office.http.get(f"{API}?municipality={BERGKAMEN}&by=all")).json()["items"]
    assert (found[-1]["day"], found[-1]["leavers"], found[-1]["heads"]) == (str(end), 5, None)
    own = await either_clerk.http.get(f"{PAGE}?als=xlsx")
    sheet = load_workbook(BytesIO(own.content)).active
    assert sheet is not None
    rows = [
        dict(zip(*pair, strict=True))
        for pair in [(next(iter(sheet.values)), row) for row in list(sheet.values)[1:]]
    ]
    assert (rows[0]["Fachkräfte"], rows[0]["Ausgeschieden"]) == (1, 5)
    csv = (await either_clerk.http.get(f"{PAGE}?by=school_type&span=quarters&als=csv")).text
    assert csv.splitlines()[0].removeprefix("\ufeff").startswith("Gruppe;Zeitraum;Stichtag")


@pytest.mark.parametrize("today", [date(2026, 7, 31), date(2026, 8, 1)])
def test_a_school_year_is_shown_when_it_is_over(today: date) -> None:
    over = today > date(2026, 7, 31)
    assert days_of(today)[Span.YEARS][-1] == date(2026 if over else 2025, 7, 31)
