"""The decisions of surveys, on values alone."""

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.surveys.answers.forms import AnswerForm
from services.surveys.answers.rules import (
    LONGEST_REMARK,
    Answer,
    figures,
    largest_sheet,
    response_rate,
    sheet_of,
    shown_of,
)
from services.surveys.answers.values import ITEMS, SCALE, Ratings
from services.surveys.invitations.rules import closes_on
from services.surveys.openings.rules import tally
from services.surveys.openings.values import totals_only
from services.surveys.pulses.rules import due_on
from services.surveys.slips.values import slip_size
from services.surveys.urns.values import OpenedSheet, sealed_slip
from services.surveys.values import school_year, school_year_name
from shared.contracts.surveys import Occasion
from shared.small_numbers.sizes import IN_NUMBERS, LEAST
from shared.web.kit.forms import Entered, read_form

days = st.dates(min_value=date(2020, 1, 1), max_value=date(2100, 12, 31))
ratings = st.fixed_dictionaries({item.code: st.sampled_from(sorted(SCALE)) for item in ITEMS})
complete = {item.code: "4" for item in ITEMS} | {"remark": ""}


def test_a_pulse_is_due_in_calendar_days_also_on_a_sunday() -> None:
    assert due_on(date(2026, 9, 11), Occasion.DAY_30) == date(2026, 10, 11)
    assert due_on(date(2026, 9, 11), Occasion.DAY_100) == date(2026, 12, 20)


@given(days)
def test_an_invitation_stays_open_for_three_weeks(day: date) -> None:
    assert closes_on(day) - day == timedelta(days=21)


def test_a_school_year_begins_on_the_first_of_august() -> None:
    assert school_year(date(2026, 7, 31)) == 2025
    assert school_year(date(2026, 8, 1)) == 2026
    assert school_year(date(2027, 7, 31)) == 2026
    assert school_year_name(2026) == "2026/27"
    assert school_year_name(2099) == "2099/00"


@given(days)
def test_every_day_lies_in_its_school_year(day: date) -> None:
    begins = school_year(day)
    assert date(begins, 8, 1) <= day <= date(begins + 1, 7, 31)


@given(st.lists(ratings, max_size=LEAST - 1))
def test_there_is_never_a_figure_about_fewer_than_five(few: Sequence[Ratings]) -> None:
    assert figures(Occasion.DAY_30, len(few), _totals(few)) is None


@given(st.lists(ratings, min_size=LEAST, max_size=60))
def test_a_distribution_counts_everybody_once_and_agrees_with_the_mean(
    many: Sequence[Ratings],
) -> None:
    found = figures(Occasion.DAY_30, len(many), _totals(many))
    assert found is not None
    assert found.answered == len(many)
    for each in found.items:
        assert each.agreeing in ("wenige", "etwa die Hälfte", "die meisten")
        assert (each.counts is None) == (each.mean is None) == (len(many) < IN_NUMBERS)
        if each.counts is None or each.mean is None:
            continue
        assert list(each.counts) == sorted(SCALE)
        assert sum(each.counts.values()) == len(many)
        given = [one[each.item.code] for one in many]
        assert abs(each.mean - sum(given) / len(many)) < 1e-9


@pytest.mark.parametrize(
    ("said", "middle", "agreeing"),
    [
        ([5, 5, 5, 5, 5], "trifft voll zu", "die meisten"),
        ([1, 1, 4, 5, 5], "trifft eher zu", "etwa die Hälfte"),
        ([1, 1, 2, 3, 3, 3], "zwischen „trifft eher nicht zu“ und „teils, teils“", "wenige"),
    ],
)
def test_below_ten_answers_there_are_words(said: list[int], middle: str, agreeing: str) -> None:
    found = figures(
        Occasion.DAY_30, len(said), _totals([{item.code: n for item in ITEMS} for n in said])
    )
    assert found is not None
    assert {(each.middle, each.agreeing) for each in found.items} == {(middle, agreeing)}


def _totals(many: Sequence[Ratings]) -> dict[tuple[str, str], int]:
    """What an urn with these sheets amounts to."""
    sheets = [OpenedSheet(sheet_of(Answer(each, None)), {}) for each in many]
    counted = tally(sheets, totals_only)
    return {(question, value): n for (question, _, _, value), n in counted.items()}


@pytest.mark.parametrize(
    ("sheets", "urns"),
    [([], 0), ([7], 1), ([7, 5], 2), ([10, 9], 1), ([10, 5, 5], 3), ([10, 5, 12, 6], 3)],
)
def test_numbers_grow_by_ten_answers_at_least(sheets: list[int], urns: int) -> None:
    assert shown_of(sheets) == urns


def test_the_longest_answer_fits_into_a_slip() -> None:
    sheet = sheet_of(Answer({item.code: 5 for item in ITEMS}, "\x01" * LONGEST_REMARK))
    size, point = slip_size(largest_sheet()), b"\x09" + bytes(31)
    assert len(sealed_slip(point, OpenedSheet(sheet, {}), size, uuid4())) > size


@given(st.integers(0, 100), st.one_of(st.none(), st.integers(0, 100)))
def test_a_response_rate_needs_five_on_both_sides(invited: int, answered: int | None) -> None:
    rate = response_rate(invited, answered)
    assert (rate is None) == (answered is None or invited < 5 or answered < 5)


@given(st.dictionaries(st.sampled_from([item.code for item in ITEMS]), st.text(max_size=3)))
def test_an_answer_has_a_value_of_the_scale_for_every_item_or_a_reason_why_not(
    entered: dict[str, str],
) -> None:
    form = _filled(**entered)
    scale = {"1", "2", "3", "4", "5"}
    wrong = {code for code, value in entered.items() if value.strip() not in scale}
    assert set(form.errors) == wrong
    assert (form.value is None) == bool(wrong)
    if form.value:
        given = {code: int(value) for code, value in (complete | entered).items() if value.strip()}
        assert form.value.answer == Answer(given, None)


def test_a_remark_is_trimmed_and_may_be_left_out() -> None:
    assert _remark("  \r\n ") is None
    assert _remark(" Danke!\r\nBis bald ") == "Danke!\nBis bald"


def test_a_remark_that_is_too_long_or_cannot_be_stored_is_refused_with_its_reason() -> None:
    too_long, unreadable = _filled(remark="ä" * (LONGEST_REMARK + 1)), _filled(remark="a\0b")
    assert "2000 Zeichen" in too_long.errors["remark"]
    assert "Steuerzeichen" in unreadable.errors["remark"]
    assert too_long.value is None
    assert unreadable.value is None


def _remark(entered: str) -> str | None:
    form = _filled(remark=entered)
    assert form.value is not None
    return form.value.answer.remark


def _filled(**entered: str) -> Entered[AnswerForm]:
    return read_form(AnswerForm, {name: [text] for name, text in (complete | entered).items()})
