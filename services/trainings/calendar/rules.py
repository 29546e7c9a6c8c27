"""What a month consists of, and how long calendars are told of a date."""

import calendar
import re
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from services.trainings.calendar.values import Day, Entry, Happening, Month
from shared.clock import BERLIN, local_date

KEPT_BACK = timedelta(days=30)
"""So long a feed still has what is over."""
YEARS = 5
"""So far one may leaf."""
_MONTH = re.compile(r"(20\d\d)-(0[1-9]|1[0-2])", re.ASCII)


def first_of(wanted: str, today: date) -> date:
    """The first day of a month such as 2027-01; of the present one where none is meant."""
    found = _MONTH.fullmatch(wanted)
    if found and abs(int(found[1]) - today.year) <= YEARS:
        return date(int(found[1]), int(found[2]), 1)
    return today.replace(day=1)


def next_month(first: date) -> date:
    """Its first day."""
    return (first + timedelta(days=31)).replace(day=1)


def span_of(first: date) -> tuple[datetime, datetime]:
    """The moments between which a month lies in Berlin."""
    begin, end = (datetime.combine(day, datetime.min.time(), BERLIN) for day in _ends(first))
    return begin, end


def month_of(first: date, happenings: Sequence[Happening], today: date, *, more: bool) -> Month:
    """Whole weeks, from Monday on."""
    weeks = calendar.Calendar().monthdatescalendar(first.year, first.month)
    return Month(
        first=first,
        weeks=tuple(tuple(_day(each, first, today, happenings) for each in w) for w in weeks),
        previous=_within((first - timedelta(days=1)).replace(day=1), today),
        following=_within(next_month(first), today),
        more=more,
    )


def is_told(entry: Entry, now: datetime) -> bool:
    """What is called off stays until the day after, so that programs learn of it."""
    return not entry.cancelled or local_date(now) <= entry.day + timedelta(days=1)


def _ends(first: date) -> tuple[date, date]:
    return first, next_month(first)


def _within(first: date, today: date) -> str:
    return f"{first:%Y-%m}" if abs(first.year - today.year) <= YEARS else ""


def _day(day: date, first: date, today: date, happenings: Sequence[Happening]) -> Day:
    theirs = tuple(each for each in happenings if each.slot.day == day)
    return Day(day, day.month != first.month, day == today, theirs)
