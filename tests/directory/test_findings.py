"""What the funding guideline says about placements, whatever the hours and schools."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from services.directory.rules import FULL_TIME, findings
from services.directory.schemas import NewPlacement

# The limits and what lies just beside them, as often as anything else.
LIMITS = [
    Decimal(each) for each in ("9.75", "9.76", "19.49", "19.50", "19.51", "20.50", "20.51", "39")
]
hours = st.sampled_from(LIMITS) | st.decimals(min_value="0.01", max_value="41", places=2)
given_hours = st.lists(hours, min_size=1, max_size=10)


def rules(worked: list[Decimal]) -> list[str]:
    placements = [
        NewPlacement(school_number=f"1000{n:02}", weekly_hours=each)
        for n, each in enumerate(worked, 1)
    ]
    return [finding.rule for finding in findings(placements)]


@given(hours)
def test_one_school_is_always_fine(each: Decimal) -> None:
    assert rules([each]) == []


@given(given_hours)
def test_three_schools_are_never_fine(worked: list[Decimal]) -> None:
    assert ("two-schools" in rules(worked)) == (len(worked) > 2)


@given(given_hours)
def test_half_time_or_less_serves_one_school(worked: list[Decimal]) -> None:
    if len(worked) > 1 and sum(worked) <= FULL_TIME / 2:
        assert rules(worked) != []


@given(st.lists(hours, min_size=2, max_size=2))
def test_two_schools_are_fine_between_half_and_full_time(worked: list[Decimal]) -> None:
    if FULL_TIME / 2 < sum(worked) <= FULL_TIME:
        assert rules(worked) == []


@given(given_hours)
def test_more_than_full_time_in_all_is_found(worked: list[Decimal]) -> None:
    assert ("weekly-hours" in rules(worked)) == (sum(worked) > FULL_TIME + 2)


@given(given_hours, st.randoms())
def test_the_order_of_the_schools_does_not_matter(
    worked: list[Decimal], chance: "st.DrawFn"
) -> None:
    shuffled = list(worked)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert rules(shuffled) == rules(worked)


@given(given_hours)
def test_no_rule_is_named_twice(worked: list[Decimal]) -> None:
    assert len(rules(worked)) == len(set(rules(worked)))
