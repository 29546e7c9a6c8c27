"""When mails go out that are stored nowhere, and what they would be if they were."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from random import SystemRandom
from uuid import UUID, uuid4

from services.notifications.gatherings.values import FEEDBACK_REMINDER
from services.notifications.hours.values import WORKING_WEEK, Hours, Window
from services.notifications.unkept.models import UnkeptMailing
from services.notifications.unkept.values import INVITATION, REMINDER, Due
from services.notifications.values import Notice
from shared.clock import BERLIN, local_date
from shared.contracts.feedback import FeedbackOpened, WaitingRights
from shared.contracts.notifications import LetterKind
from shared.contracts.surveys import SurveyLinks, SurveyOpened
from shared.database.tables import RowOf, row_of
from shared.json import Json
from shared.messaging.event import SANDBOX, Cause
from shared.messaging.router import Received
from shared.working_days import is_working_day

USUAL = Window(frozenset(WORKING_WEEK), 8, 18, on_holidays=False)
"""Where a municipality has set no hours: nobody's night, and no day off."""
WORKING_DAYS = 3
"""After which people are reminded of feedback."""
HOUR = time(10)
_MIXED = SystemRandom()


def of_survey(event: Received[SurveyOpened]) -> list[RowOf[UnkeptMailing]]:
    """An invitation at once, and a reminder on the day that the office has chosen."""
    body, times = event.body, {INVITATION: event.message.time}
    if body.remind_on is not None:
        times[REMINDER] = datetime.combine(body.remind_on, HOUR, BERLIN)
    return _rows(event.tenant, body.survey_id, body.closes_on, times)


def of_feedback(event: Received[FeedbackOpened]) -> list[RowOf[UnkeptMailing]]:
    """One reminder, if there is time for it."""
    body = event.body
    reminded = reminded_at(event.message.time, body.closes_on)
    times = {FEEDBACK_REMINDER: reminded} if reminded is not None else {}
    return _rows(event.tenant, body.gathering_id, body.closes_on, times)


def reminded_at(asked_at: datetime, closes_on: date) -> datetime | None:
    """On the third working day after people were asked; None where it is over by then."""
    day, left = local_date(asked_at), WORKING_DAYS
    while left:
        day += timedelta(days=1)
        left -= is_working_day(day)
    return datetime.combine(day, HOUR, BERLIN) if day <= closes_on else None


def of_links(due: Due, pulled: SurveyLinks, now: datetime) -> list[Notice]:
    """One for each link, in a random order."""
    found = [
        _notice(due, each.person_id, due.about_id, now, {"secret": each.secret, **_said(pulled)})
        for each in pulled.links
    ]
    _MIXED.shuffle(found)
    return found


def of_rights(
    due: Due, pulled: WaitingRights, told: Mapping[UUID, tuple[UUID, UUID]], now: datetime
) -> list[Notice]:
    """In their order; ``told`` has registration and person of each."""
    return [
        _notice(due, person_id, registration_id, now, {"right_id": str(right)})
        for right in pulled.rights
        if right in told
        for registration_id, person_id in [told[right]]
    ]


def unwritten(due: Due, notices: Sequence[Notice], hours: Hours) -> list[Notice]:
    """Without those who were written to before a process ended, as far as hours say."""
    began, until = due.began_at, due.written_until
    if began is None or until is None:
        return list(notices)
    return [each for each in notices if (hours.of(each.person_id).opening(began) or began) > until]


def is_over(due: Due, now: datetime) -> bool:
    return local_date(now) > due.closes_on


def _rows(
    tenant: str, about_id: UUID, closes_on: date, times: Mapping[LetterKind, datetime]
) -> list[RowOf[UnkeptMailing]]:
    return [
        row_of(UnkeptMailing)(
            tenant=tenant, kind=kind.value, about_id=about_id, due_at=due_at, closes_on=closes_on
        )
        for kind, due_at in times.items()
        if tenant != SANDBOX
    ]


def _said(pulled: SurveyLinks) -> Json:
    return {"title": pulled.title, "named": pulled.named}


def _notice(due: Due, person_id: UUID, subject_id: UUID, now: datetime, payload: Json) -> Notice:
    key = uuid4()
    return Notice(
        id=key,
        group_key=key,
        tenant=due.tenant,
        kind=due.kind,
        payload={**payload, "closes_on": due.closes_on.isoformat()},
        priority=2,
        attempts=0,
        created_at=now,
        since=now,
        happened_at=now,
        cause=Cause(due.tenant, key),
        expires_on=due.closes_on,
        person_id=person_id,
        subject_id=subject_id,
    )
