"""Dates, times and numbers the way they are written in Germany, in Berlin's time."""

from datetime import date, datetime, timedelta

from shared.clock import BERLIN

NOTHING = "–"

_WEEKDAYS = ("Mo.", "Di.", "Mi.", "Do.", "Fr.", "Sa.", "So.")
MONTHS = (
    "Januar",
    "Februar",
    "März",
    "April",
    "Mai",
    "Juni",
    "Juli",
    "August",
    "September",
    "Oktober",
    "November",
    "Dezember",
)


def long_date(day: date | None) -> str:
    """Mo., 1. Februar 2027"""
    if day is None:
        return NOTHING
    day = _day(day)
    return f"{_WEEKDAYS[day.weekday()]}, {day.day}. {MONTHS[day.month - 1]} {day.year}"


def month_and_year(day: date) -> str:
    """Februar 2027"""
    return f"{MONTHS[day.month - 1]} {day.year}"


def short_date(day: date | None) -> str:
    """01.02.2027"""
    return NOTHING if day is None else f"{_day(day):%d.%m.%Y}"


def clock_time(moment: datetime | None) -> str:
    """14:03:27,123"""
    if moment is None:
        return NOTHING
    local = _local(moment)
    return f"{local:%H:%M:%S},{local.microsecond // 1000:03d}"


def time_of_day(moment: datetime) -> str:
    """9:03 Uhr"""
    return f"{_local(moment):%-H:%M} Uhr"


def date_and_time(moment: datetime | None) -> str:
    """01.02.2027, 9:03 Uhr"""
    return NOTHING if moment is None else f"{_local(moment):%d.%m.%Y, %-H:%M} Uhr"


def duration(span: timedelta | None) -> str:
    """12 ms, 1,3 s, 2 min, 3 h 5 min, 4 Tage"""
    if span is None:
        return NOTHING
    seconds = span.total_seconds()
    if seconds < 0:
        return f"−{duration(-span)}"
    if round(seconds * 1000) < 1000:
        return f"{round(seconds * 1000)} ms"
    if round(seconds, 1) < 60:
        return f"{number(round(seconds, 1))} s"
    minutes = round(seconds / 60)
    if minutes < 60:
        return f"{minutes} min"
    if minutes < 48 * 60:
        return f"{minutes // 60} h {minutes % 60} min" if minutes % 60 else f"{minutes // 60} h"
    return f"{minutes // (24 * 60)} Tage"


def number(value: float | None) -> str:
    """1.234,5"""
    if value is None:
        return NOTHING
    text = f"{value:,}" if isinstance(value, int) else f"{value:,.2f}".rstrip("0").rstrip(".")
    return text.replace(",", "\0").replace(".", ",").replace("\0", ".")


def _day(day: date) -> date:
    return _local(day).date() if isinstance(day, datetime) else day


def _local(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("a moment without a time zone cannot be shown")
    return moment.astimezone(BERLIN)


FILTERS = {
    "date": long_date,
    "month": month_and_year,
    "short_date": short_date,
    "time": clock_time,
    "time_of_day": time_of_day,
    "datetime": date_and_time,
    "duration": duration,
    "number": number,
}
