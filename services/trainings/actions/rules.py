"""When whoever has an action item is reminded."""

from collections.abc import Iterator
from datetime import date

from services.trainings.actions.models import ActionItem
from shared.reminding import Told
from shared.reminding import reminders as due


def reminders(row: ActionItem, today: date) -> Iterator[bool]:
    """Whether they are to be reminded today, and if it is ``overdue``; once of each."""
    return due(row.due_on, Told(row.told_before, row.told_after), today)
