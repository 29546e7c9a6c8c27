"""How often somebody may want what is gathered for them, and when that comes next."""

from datetime import date, datetime, time
from enum import StrEnum

from services.notifications.hours.values import Window
from shared.clock import local_date

DIGEST_AT = time(7, 30)
"""On the wall; never between two and three, which is there twice or not at all some nights."""


class Pace(StrEnum):
    """Every day on which mails go out, or the first such day of a week."""

    DAILY = "daily"
    WEEKLY = "weekly"


def next_digest(pace: Pace, after: datetime, window: Window) -> datetime:
    """The first moment later than ``after`` at which what has been gathered goes out."""
    today = local_date(after)
    monday = date.fromordinal(today.toordinal() - today.weekday())
    week = None
    for day in window.days_from(today if pace is Pace.DAILY else monday):
        if pace is Pace.WEEKLY and day.isocalendar()[:2] == week:
            continue
        week = day.isocalendar()[:2]
        if (moment := window.at(day, DIGEST_AT)) > after:
            return moment
    raise AssertionError("a window opens at least once in two months")
