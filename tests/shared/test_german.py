"""Dates, times and numbers read the way they are written in Germany."""

from datetime import UTC, date, datetime, timedelta

import pytest

from shared.german import clock_time, date_and_time, duration, long_date, number, short_date

MOMENT = datetime(2027, 1, 31, 23, 3, 27, 123456, tzinfo=UTC)


def test_a_date_names_weekday_and_month() -> None:
    assert long_date(date(2027, 2, 1)) == "Mo., 1. Februar 2027"


def test_a_moment_is_dated_by_the_day_in_berlin() -> None:
    assert short_date(MOMENT) == "01.02.2027"


def test_a_time_is_shown_to_the_millisecond_in_berlin() -> None:
    assert clock_time(MOMENT) == "00:03:27,123"


def test_summer_time_is_observed() -> None:
    assert date_and_time(datetime(2027, 7, 1, 12, 0, tzinfo=UTC)) == "01.07.2027, 14:00 Uhr"


def test_a_moment_without_a_time_zone_is_not_shown() -> None:
    with pytest.raises(ValueError, match="time zone"):
        date_and_time(datetime(2027, 7, 1, 12, 0))  # noqa: DTZ001


def test_nothing_is_shown_as_a_dash() -> None:
    shown = {f(None) for f in (long_date, short_date, clock_time, date_and_time, duration, number)}
    assert shown == {"–"}


@pytest.mark.parametrize(
    ("span", "text"),
    [
        (timedelta(), "0 ms"),
        (timedelta(milliseconds=12), "12 ms"),
        (timedelta(microseconds=999_600), "1 s"),
        (timedelta(milliseconds=1300), "1,3 s"),
        (timedelta(seconds=59.96), "1 min"),
        (timedelta(minutes=2), "2 min"),
        (timedelta(minutes=185), "3 h 5 min"),
        (timedelta(hours=47), "47 h"),
        (timedelta(days=4), "4 Tage"),
        (timedelta(milliseconds=-12), "−12 ms"),
    ],
)
def test_a_duration_has_the_unit_that_fits(span: timedelta, text: str) -> None:
    assert duration(span) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [(1234.5, "1.234,5"), (39, "39"), (1000000, "1.000.000"), (19.25, "19,25"), (7.0, "7")],
)
def test_a_number_has_a_decimal_comma(value: float, text: str) -> None:
    assert number(value) == text
