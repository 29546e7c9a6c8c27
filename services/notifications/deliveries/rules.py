"""When something that did not go out is tried again."""

from datetime import datetime, timedelta
from typing import TypedDict
from uuid import UUID

from services.notifications.values import Owed

PATIENCE = timedelta(days=3)
"""How long a message waits for a name or an address that has not arrived."""
SOONEST, LATEST = timedelta(seconds=1), timedelta(hours=1)
"""How often it looks again meanwhile; the arrival itself wakes it at once."""
LONGEST_REPAIR = timedelta(minutes=10)
UNCERTAIN_FOR = timedelta(minutes=15)
"""After an answer that never came; a mail server that has the mail drops the repeat by its id."""


def look_again(since: datetime, now: datetime) -> datetime | None:
    """When to look for a missing copy again, doubling with age; None when patience is over."""
    age = now - since
    if age >= PATIENCE:
        return None
    return now + min(max(age, SOONEST), LATEST)


def put_off_until(since: datetime, now: datetime) -> datetime:
    """When to try again what failed by our own fault: doubling with age, and never given up."""
    return now + min(max(now - since, SOONEST), LONGEST_REPAIR)


class Change(TypedDict):
    """What becomes of a delivery that is due again."""

    owed: UUID
    not_before: datetime
    attempts: int
    waits_for: UUID | None
    lease_id: UUID | None


class Regrouped(Change):
    """With what it travels from now on."""

    group_key: UUID


def change_of(owed: Owed, not_before: datetime, waits_for: UUID | None = None) -> Change:
    return {
        "owed": owed.id,
        "not_before": not_before,
        "attempts": owed.attempts,
        "waits_for": waits_for,
        "lease_id": owed.offered_with,
    }
