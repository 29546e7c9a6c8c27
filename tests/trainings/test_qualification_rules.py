"""From what somebody attended follows from when until when they are qualified."""

from datetime import date
from decimal import Decimal

import pytest

from services.trainings.qualification_kinds.values import Rule, months_later
from services.trainings.qualifications.rules import earned, standing
from services.trainings.qualifications.values import Credit, Held, Origin, Standing

RULE = Rule(months=24, units=Decimal(8), prolong_units=Decimal(4), reactivation_months=6)


def credit(day: str, units: int) -> Credit:
    return Credit(date.fromisoformat(day), Decimal(units))


def periods(rule: Rule, *given: Credit, known: tuple[Held, ...] = ()) -> list[tuple[str, str, str]]:
    found = earned(rule, given, known)
    return [(str(each.since), str(each.until), each.origin.value) for each in found]


def test_units_of_several_gatherings_are_summed_until_they_suffice() -> None:
    found = periods(RULE, credit("2027-06-01", 5), credit("2027-03-01", 4))
    assert found == [("2027-06-01", "2029-06-01", "earned")]
    assert periods(RULE, credit("2027-03-01", 4)) == []


def test_what_is_older_than_the_qualification_holds_is_not_summed() -> None:
    assert periods(RULE, credit("2025-03-01", 4), credit("2027-03-01", 4)) == []


def test_a_prolongation_is_another_row_and_the_old_one_stays() -> None:
    found = periods(RULE, credit("2027-03-01", 8), credit("2028-03-01", 2), credit("2028-05-01", 2))
    assert found == [
        ("2027-03-01", "2029-03-01", "earned"),
        ("2028-05-01", "2030-05-01", "prolonged"),
    ]


@pytest.mark.parametrize(
    ("day", "last"),
    [
        ("2029-03-01", [("2029-03-01", "2031-03-01", "prolonged")]),
        ("2029-09-01", [("2029-09-01", "2031-09-01", "reactivated")]),
        ("2029-09-02", []),
    ],
)
def test_for_some_months_after_the_end_a_prolongation_is_enough(
    day: str, last: list[tuple[str, str, str]]
) -> None:
    assert periods(RULE, credit("2027-03-01", 8), credit(day, 4))[1:] == last


def test_an_extension_is_reckoned_with_and_nothing_shortens_it() -> None:
    extended = Held(date(2029, 2, 1), date(2031, 1, 1), Origin.EXTENDED, Decimal(0))
    found = periods(RULE, credit("2027-03-01", 8), credit("2028-12-01", 4), credit("2029-03-15", 4))
    assert found[-1][1] == "2031-03-15"
    kept = periods(RULE, credit("2027-03-01", 8), credit("2028-12-31", 4), known=(extended,))
    assert kept == [
        ("2027-03-01", "2029-03-01", "earned"),
        ("2028-12-31", "2030-12-31", "prolonged"),
    ]
    again = periods(
        RULE,
        credit("2027-03-01", 8),
        credit("2029-03-01", 4),
        known=(Held(date(2029, 2, 1), date(2032, 1, 1), Origin.EXTENDED, Decimal(0)),),
    )
    assert again[-1] == ("2029-03-01", "2032-01-01", "prolonged")


def test_what_never_ends_is_earned_once() -> None:
    endless = Rule(None, Decimal(24), Decimal(24), 0)
    found = periods(
        endless, credit("2020-01-01", 12), credit("2027-01-01", 12), credit("2028-01-01", 40)
    )
    assert found == [("2027-01-01", "None", "earned")]


def test_months_end_with_the_month_and_the_last_day_still_holds() -> None:
    assert months_later(date(2028, 2, 29), 12) == date(2029, 2, 28)
    assert months_later(date(2027, 1, 31), -2) == date(2026, 11, 30)
    last = date(2027, 3, 1)
    assert standing(last, last) is Standing.SOON
    assert standing(last, date(2027, 3, 2)) is Standing.OVER
    assert standing(last, date(2026, 12, 1)) is Standing.SOON
    assert standing(last, date(2026, 11, 30)) is Standing.VALID
