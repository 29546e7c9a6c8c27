"""When mails go out, and what they would be if they were stored."""

from datetime import date, datetime, time, timedelta
from random import SystemRandom
from uuid import uuid4

from services.notifications.survey_mails.values import ASKED, REMINDED, Due
from services.notifications.values import Notice
from shared.clock import BERLIN, local_date
from shared.contracts.surveys import SurveyLinks
from shared.messaging.event import Cause
from shared.working_days import is_working_day

FROM, TO, REMINDER = time(8), time(18), time(10)
"""Nobody's night: who is not written to now is not written to at all."""
_MIXED = SystemRandom()


def invited_at(now: datetime) -> datetime:
    """At once, or on the next working day."""
    local = now.astimezone(BERLIN)
    if is_working_day(local.date()) and FROM <= local.time() < TO:
        return now
    day = local.date() if local.time() < FROM else local.date() + timedelta(days=1)
    while not is_working_day(day):
        day += timedelta(days=1)
    return datetime.combine(day, FROM, BERLIN)


def reminded_at(day: date) -> datetime:
    """In the morning of the day that the office has chosen."""
    return datetime.combine(day, REMINDER, BERLIN)


def notices(due: Due, pulled: SurveyLinks, now: datetime) -> list[Notice]:
    """One for each link, in a random order, and none of them is ever stored."""
    found = [
        Notice(
            id=(key := uuid4()),
            group_key=key,
            tenant=due.tenant,
            kind=REMINDED if due.reminds else ASKED,
            payload={
                "secret": each.secret,
                "title": pulled.title,
                "named": pulled.named,
                "closes_on": due.closes_on.isoformat(),
            },
            priority=2,
            attempts=0,
            created_at=now,
            since=now,
            happened_at=now,
            cause=Cause(due.tenant, key),
            expires_on=due.closes_on,
            person_id=each.person_id,
            subject_id=due.survey_id,
        )
        for each in pulled.links
    ]
    _MIXED.shuffle(found)
    return found


def is_over(due: Due, now: datetime) -> bool:
    return local_date(now) > due.closes_on
