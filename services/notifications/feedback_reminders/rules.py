"""When the reminder goes out, and what it would be if it were stored."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from uuid import UUID, uuid4

from services.notifications.feedback_reminders.values import Due
from services.notifications.gatherings.values import FEEDBACK_REMINDER
from services.notifications.values import Notice
from shared.clock import BERLIN, local_date
from shared.messaging.event import Cause
from shared.working_days import is_working_day

WORKING_DAYS = 3
HOUR = time(10)
"""In nobody's night."""


def due_at(asked_at: datetime, closes_on: date) -> datetime | None:
    """On the third working day after people were asked; None where it is over by then."""
    day, left = local_date(asked_at), WORKING_DAYS
    while left:
        day += timedelta(days=1)
        left -= is_working_day(day)
    return datetime.combine(day, HOUR, BERLIN) if day <= closes_on else None


def notices(
    due: Due, told: Mapping[UUID, tuple[UUID, UUID]], rights: Sequence[UUID], now: datetime
) -> list[Notice]:
    """In the order of ``rights``; ``told`` has registration and person of each. Never stored."""
    return [
        Notice(
            id=(key := uuid4()),
            group_key=key,
            tenant=due.tenant,
            kind=FEEDBACK_REMINDER,
            payload={"right_id": str(right), "closes_on": due.closes_on.isoformat()},
            priority=2,
            attempts=0,
            created_at=now,
            since=now,
            happened_at=now,
            cause=Cause(due.tenant, key),
            expires_on=due.closes_on,
            person_id=told[right][1],
            subject_id=told[right][0],
        )
        for right in rights
        if right in told
    ]
