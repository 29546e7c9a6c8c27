"""On which days people in North Rhine-Westphalia work."""

from datetime import date

import holidays

SATURDAY_AND_SUNDAY = (5, 6)
_HOLIDAYS = holidays.country_holidays("DE", subdiv="NW")
"""A year is worked out when it is first asked for."""


def is_public_holiday(day: date) -> bool:
    """In the whole of North Rhine-Westphalia."""
    return day in _HOLIDAYS


def is_working_day(day: date) -> bool:
    """Monday to Friday, and no public holiday."""
    return day.weekday() not in SATURDAY_AND_SUNDAY and not is_public_holiday(day)
