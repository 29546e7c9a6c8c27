"""How long a seat is kept for an answer: working days in Berlin, and never past the beginning."""

from datetime import date, datetime, timedelta

import pytest

from services.trainings.models import Gathering
from services.trainings.seats import rules
from services.trainings.seats.values import LAST_MOMENT
from shared.clock import BERLIN
from shared.contracts.gatherings import GatheringKind
from tests.house import BERGKAMEN


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=BERLIN)


def gathering(begins: str, until: date | None = None) -> Gathering:
    return Gathering(
        tenant=BERGKAMEN,
        kind=GatheringKind.TRAINING,
        title="Kinderschutz",
        starts_at=moment(begins),
        move_up_until=until,
    )


@pytest.mark.parametrize(
    ("made", "ends"),
    [
        ("2027-01-13T10:00", "2027-01-15T18:00"),
        ("2027-01-15T23:00", "2027-01-19T18:00"),
        ("2027-01-16T03:00", "2027-01-19T18:00"),
        ("2027-03-25T10:00", "2027-03-31T18:00"),
        ("2027-10-29T10:00", "2027-11-03T18:00"),
    ],
    ids=[
        "midweek",
        "Friday night",
        "Saturday",
        "Easter, clocks forward",
        "All Saints, clocks back",
    ],
)
def test_an_offer_ends_with_the_second_working_day_after_it(made: str, ends: str) -> None:
    assert rules.answer_until(gathering("2027-12-01T09:00"), moment(made)) == moment(ends)


def test_an_offer_near_the_beginning_is_shorter_and_none_where_nobody_could_answer() -> None:
    near = gathering("2027-01-14T14:00")
    assert rules.answer_until(near, moment("2027-01-14T10:00")) == near.starts_at
    assert rules.answer_until(near, moment("2027-01-14T10:01")) is None
    assert (rules.LEAST_HOURS, LAST_MOMENT.split()[0]) == (timedelta(hours=4), "vier")
    closing = gathering("2027-02-01T09:00", date(2027, 1, 16))
    ends = rules.answer_until(closing, moment("2027-01-14T10:00"))
    assert ends == moment("2027-01-15T18:00")


def test_at_its_last_moment_an_offer_is_over() -> None:
    ends = moment("2027-01-15T18:00")
    assert rules.has_lapsed(ends, ends)
    assert not rules.has_lapsed(ends, ends - timedelta(microseconds=1))


def test_where_deadlines_rest_in_school_holidays_an_offer_ends_after_them() -> None:
    row, friday = gathering("2027-12-01T09:00"), moment("2027-07-16T15:00")
    assert rules.answer_until(row, friday) == moment("2027-07-20T18:00")
    row.rests_in_holidays = True
    assert rules.answer_until(row, friday) == moment("2027-09-02T18:00")
    row.move_up_until = date(2027, 8, 20)
    assert rules.last_moment(row) == moment("2027-07-16T18:00")
    assert rules.answer_until(row, friday) is None
    assert rules.by_hand_before(friday, rests=True) == moment("2027-09-01T09:00")
    assert rules.by_hand_before(friday) == moment("2027-07-19T09:00")
