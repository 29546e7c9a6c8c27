"""When somebody is asked."""

from datetime import date, timedelta
from enum import StrEnum

from shared.contracts.surveys import Occasion

_AFTER = {Occasion.DAY_30: timedelta(days=30), Occasion.DAY_100: timedelta(days=100)}

NO_DAY = date.min
"""The last day of an employment that never began."""


class PulseState(StrEnum):
    """What has become of a plan."""

    PLANNED = "planned"
    OPENED = "opened"
    CANCELLED = "cancelled"


def due_on(start_date: date, occasion: Occasion) -> date:
    """So many calendar days after the first day of work."""
    return start_date + _AFTER[occasion]


def pulse_days(start_date: date, known_on: date) -> dict[Occasion, date]:
    """The days on which somebody is asked; none that had passed when the hire became known."""
    days = {occasion: due_on(start_date, occasion) for occasion in Occasion}
    return {occasion: day for occasion, day in days.items() if day >= known_on}
