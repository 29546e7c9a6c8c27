"""When whoever has something to do is reminded: some working days before its day, and one after."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time

from shared.clock import A_DAY, BERLIN
from shared.working_days import is_working_day

AHEAD = 3
"""Working days before its day."""
LONGEST = A_DAY * 14
"""Between its day and a reminder lie never more, whatever holidays there are."""
OPENS, CLOSES = time(8), time(18)
"""People are reminded during the day."""


@dataclass(frozen=True)
class Told:
    """Of which day somebody was reminded last, ahead of it and after it."""

    before: date | None
    after: date | None


def is_daytime(now: datetime) -> bool:
    """Whether anybody is reminded now."""
    return OPENS <= now.astimezone(BERLIN).time() < CLOSES


def working_days_from(day: date, days: int) -> date:
    """So many after a day, or before it."""
    step = A_DAY if days > 0 else -A_DAY
    for _ in range(abs(days)):
        day += step
        while not is_working_day(day):
            day += step
    return day


def is_near(due_on: date, today: date) -> bool:
    """Whether the day to be reminded of it has come, or is over."""
    return today >= working_days_from(due_on, -AHEAD)


def reminders(due_on: date | None, told: Told, today: date) -> Iterator[bool]:
    """Whether they are to be reminded today, and if it is ``overdue``; once of each."""
    if due_on is None:
        return
    if due_on >= today:
        if told.before != due_on and is_near(due_on, today):
            yield False
    elif told.after != due_on and today >= working_days_from(due_on, 1):
        yield True
