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


def was_offered(owed: Owed) -> bool:
    """Perhaps it is out: it goes with what it was offered with, and with nothing else."""
    return owed.mail_id is not None or owed.offered_with is not None


def waits_until(
    owed: Owed, pace: Pace, window: Window, now: datetime, due: Sequence[Due]
) -> datetime | None:
    """None if it may go out now.

    Of all whose moment has come only the last goes out, with what the others missed: however long
    mail stood still. Once that has begun, what comes too late waits for the next.
    """
    if was_offered(owed):
        return None
    moment = next_digest(pace, owed.since, window)
    mine = [each for each in due if each.group_key == owed.group_key]
    if moment > now and not mine:
        return moment
    last = max(due, key=lambda each: each.due_at, default=None)
    if last is None or (not mine and last.due_at < moment):
        return moment
    if last.begun:
        return next_digest(pace, now, window)
    return None if last in mine else last.due_at
