"""When somebody is asked."""

from datetime import date, timedelta
from enum import StrEnum

from shared.contracts.surveys import Occasion

_AFTER = {Occasion.DAY_30: timedelta(days=30), Occasion.DAY_100: timedelta(days=100)}


class PulseState(StrEnum):
    """What has become of a plan."""

    PLANNED = "planned"
    OPENED = "opened"
    CANCELLED = "cancelled"


def due_on(start_date: date, occasion: Occasion) -> date:
    """So many calendar days after the first day of work."""
    return start_date + _AFTER[occasion]
