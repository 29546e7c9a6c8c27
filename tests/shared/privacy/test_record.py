"""Classes of deletion can be read by a program, and what is said of them follows from it."""

from datetime import timedelta

import pytest

from shared.privacy.declared import Deletion
from shared.privacy.periods import End, Start
from shared.privacy.record import Class, by_key, in_words, record


def test_every_class_has_a_key_of_its_own_and_a_sentence() -> None:
    assert {by_key(each.key) for each in Deletion} == set(Deletion)
    assert len({each.key for each in Deletion}) == len(Deletion)
    assert all(each.text for each in Deletion)


def test_where_a_municipality_may_choose_the_usual_period_lies_within_its_limits() -> None:
    chosen = [each.period for each in Deletion if each.period.chosen]
    assert chosen
    for period in chosen:
        assert period.least
        assert period.most
        assert period.least <= period.lasts <= period.most


def test_nothing_has_half_of_a_choice() -> None:
    assert all((each.period.least is None) == (each.period.most is None) for each in Deletion)


def test_what_loses_its_person_is_replaced_and_what_goes_with_them_is_deleted() -> None:
    assert Deletion.LOSES_ITS_PERSON.period.when_erased is End.REPLACED
    assert Deletion.WITH_PERSON.period.when_erased is End.DELETED
    assert Deletion.WITH_PERSON.period.start is Start.ERASURE


def test_a_class_that_is_in_use_is_in_the_deletion_concept_with_where_and_what_for() -> None:
    classes = {each.key: each for each in record().classes()}
    guest = classes["guest"]
    assert guest.places == ["Begleitung: guests"]
    assert guest.activities == ["Fortbildungen und Treffen"]
    assert guest.lasts == "90 Tage, höchstens 3 Jahre"
    assert classes["ninety-days"].choice == "30 Tage bis 180 Tage"
    assert Class(Deletion.WITHOUT_LIMIT, [], [], []).lasts == "keine feste"


@pytest.mark.parametrize(
    ("length", "words"),
    [
        (timedelta(seconds=60), "60 Sekunden"),
        (timedelta(minutes=20), "20 Minuten"),
        (timedelta(hours=10), "10 Stunden"),
        (timedelta(days=1), "24 Stunden"),
        (timedelta(days=14), "14 Tage"),
        (timedelta(days=365), "1 Jahr"),
        (timedelta(days=3 * 365 + 1), "3 Jahre"),
    ],
)
def test_lengths_are_said_in_the_largest_unit_that_fits(length: timedelta, words: str) -> None:
    assert in_words(length) == words
