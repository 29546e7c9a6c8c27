"""A pause of delivery as the neighbours see it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from services.notifications.sending.values import PauseCause

FORGOTTEN_AFTER = timedelta(minutes=5)
"""Beyond its next try, an instance that says nothing has ended."""


@dataclass(frozen=True, slots=True)
class Pause:
    """Delivery stands still."""

    cause: PauseCause
    since: datetime
    next_try_at: datetime
