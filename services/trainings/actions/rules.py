"""When whoever has an action item is reminded: some working days before, and one after."""

from collections.abc import Iterator
from datetime import date

from services.trainings.actions.models import ActionItem
from shared.clock import A_DAY
from shared.working_days import is_working_day

AHEAD = 3
"""Working days before its day."""
LONGEST = A_DAY * 14
"""Between its day and a reminder lie never more, whatever holidays there are."""


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


def reminders(row: ActionItem, today: date) -> Iterator[bool]:
    """Whether they are to be reminded today, and if it is ``overdue``; once of each."""
    if row.due_on is None:
        return
    if row.due_on >= today:
        if row.told_before != row.due_on and is_near(row.due_on, today):
            yield False
    elif row.told_after != row.due_on and today >= working_days_from(row.due_on, 1):
        yield True
