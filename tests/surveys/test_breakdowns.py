"""By which groups of people answers are counted, so that nobody learns of fewer than five."""

from collections import Counter
from collections.abc import Sequence
from datetime import timedelta

import pytest
from sqlalchemy import select

from services.surveys.openings.models import tallies
from services.surveys.openings.rules import merge_of, tally
from services.surveys.urns.rules import refuse_groups
from services.surveys.urns.values import Groups, OpenedSheet, Sheet
from tests.surveys.urn_town import Town, sheet

CARRIERS = {"awo": 9, "kirche": 6, "kreis": 4, "land": 5}


def people(**sizes: int) -> list[Groups]:
    return [{"carrier": code} for code, number in sizes.items() for _ in range(number)]


def sizes(
    answered: Sequence[Groups],
    of_row: Sequence[Groups] = (),
    silent: Sequence[Groups] = (),
) -> Counter[str]:
    """How many are counted in each group of those who answered one question."""
    merge = merge_of(answered, silent)
    return Counter(code for codes in merge(of_row or answered) for code in codes)


def test_carriers_with_too_few_are_counted_together() -> None:
    assert sizes(people(**CARRIERS)) == {"carrier=awo": 9, "carrier=kirche": 6, "carrier": 9}


def test_a_carrier_of_whom_nobody_answered_is_among_the_others() -> None:
    asked = people(awo=2, kirche=1, kreis=5)
    found = sizes(people(awo=9, kirche=6), silent=asked)
    assert found == {"carrier=awo": 9, "carrier": 6}
    found = sizes(people(awo=9, kirche=6))
    assert found == {"carrier=awo": 9, "carrier=kirche": 6}


def test_a_question_that_fewer_answered_is_merged_again_and_what_was_merged_stays_so() -> None:
    everybody = people(**CARRIERS)
    found = sizes(everybody, people(awo=9, kirche=4, kreis=4, land=5))
    assert found == {"carrier=awo": 9, "carrier": 13}
    found = sizes(everybody, people(awo=3, kirche=4, land=1))
    assert found == {}


def crossed(*cells: tuple[str, str, int]) -> list[Groups]:
    return [{"carrier": a, "kind": b} for a, b, number in cells for _ in range(number)]


def test_of_two_breakdowns_that_tell_of_one_person_only_the_first_declared_is_shown() -> None:
    answered = crossed(("awo", "primary", 6), ("kirche", "primary", 1), ("kirche", "secondary", 5))
    assert sizes(answered) == {"carrier=awo": 6, "carrier=kirche": 6}
    without = [each for each in answered if each != {"carrier": "kirche", "kind": "primary"}]
    assert sizes(answered, without) == {"carrier=awo": 6, "carrier=kirche": 5}, "nor of a question"


def test_two_that_tell_of_nobody_are_both_shown_and_never_crossed() -> None:
    awo = (("awo", "primary", 6), ("awo", "secondary", 7))
    answered = crossed(*awo, ("kirche", "primary", 5), ("kirche", "secondary", 8))
    carriers = {"carrier=awo": 13, "carrier=kirche": 13}
    assert sizes(answered) == carriers | {"kind=primary": 11, "kind=secondary": 15}
    few = crossed(("awo", "primary", 6), ("awo", "secondary", 1), ("kirche", "secondary", 6))
    assert sizes(answered, few) == {"carrier=awo": 7, "carrier=kirche": 6}


def test_whoever_has_no_codes_is_counted_in_the_whole() -> None:
    answered = [OpenedSheet(Sheet({"mood": {"": ["4"]}}), {})] * 6
    counted = tally(answered, merge_of([{}] * 6, []))
    assert counted == {("mood", "", "", ""): 6, ("mood", "", "", "4"): 6}


def test_a_code_too_long_to_be_counted_by_is_refused_before_anybody_answers() -> None:
    assert refuse_groups([{"carrier": "a" * 200}] * 5)
    assert not refuse_groups([{"carrier": "a" * 190}] * 5)


@pytest.mark.parametrize("rolling", [False, True])
async def test_an_opened_urn_is_broken_down_once_and_one_that_goes_on_is_not(
    town: Town, rolling: bool
) -> None:
    codes = ["awo"] * 6 + ["kirche"] * 5 + ["land"] * 5
    survey_id, _ = await town.plan(16, rolling=rolling, groups=lambda n: {"carrier": codes[n]})
    links = list((await town.links(survey_id)).items())
    for _, token in links:
        await town.hand_in(token, sheet())
    town.clock.forward(timedelta(days=100))
    await town.opener.tend()
    answered = select(tallies.c.group_code, tallies.c.n).where(tallies.c.value_key == "")
    broken_down = [("carrier=awo", 6), ("carrier=kirche", 5), ("carrier=land", 5)]
    assert sorted(await town.rows(answered)) == [("", 16), *([] if rolling else broken_down)]
