"""Until when something waits that somebody wants gathered."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.notifications.bundles.values import Pace, next_digest
from services.notifications.hours.values import Window
from services.notifications.values import Owed


@dataclass(frozen=True, slots=True)
class Due:
    """A bundle whose moment has come; ``begun`` if some of it went out, or perhaps did."""

    due_at: datetime
    group_key: UUID
    begun: bool


def waits_until(
    owed: Owed, pace: Pace, window: Window, now: datetime, due: Sequence[Due]
) -> datetime | None:
    """None if it may go out now.

    What comes too late for a bundle that nobody has begun joins it, though its moment has passed;
    of one that has begun nothing follows: it waits for the next.
    """
    if owed.mail_id or owed.offered_with:
        return None
    moment = next_digest(pace, owed.since, window)
    mine = [each for each in due if each.group_key == owed.group_key]
    own = max(mine, key=lambda each: each.due_at, default=None)
    if moment > now and own is None:
        return moment
    there = own or next((each for each in due if each.due_at == moment), None)
    if there is not None and there.begun:
        return next_digest(pace, now, window)
    return None if own else moment
