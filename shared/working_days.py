"""On which days people in North Rhine-Westphalia work, and pupils do not."""

import csv
from datetime import date
from functools import cache
from pathlib import Path

import holidays

SATURDAY_AND_SUNDAY = (5, 6)
_HOLIDAYS = holidays.country_holidays("DE", subdiv="NW")
"""A year is worked out when it is first asked for."""


def is_public_holiday(day: date) -> bool:
    """In the whole of North Rhine-Westphalia."""
    return day in _HOLIDAYS


def is_school_holiday(day: date) -> bool:
    """In the whole of North Rhine-Westphalia, as far ahead as the state has said."""
    return any(first <= day <= last for first, last in _school_holidays())


@cache
def _school_holidays() -> list[tuple[date, date]]:
    with (Path(__file__).parent / "nrw_school_holidays.csv").open(encoding="utf-8") as file:
        return [
            (date.fromisoformat(row["first_day"]), date.fromisoformat(row["last_day"]))
            for row in csv.DictReader(file)
        ]


def is_working_day(day: date) -> bool:
    """Monday to Friday, and no public holiday."""
    return day.weekday() not in SATURDAY_AND_SUNDAY and not is_public_holiday(day)
