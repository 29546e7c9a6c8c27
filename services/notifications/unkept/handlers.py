"""A survey has begun, or people were asked for feedback: they are written to."""

from collections.abc import Sequence

from services.notifications.unkept import rules, use_cases
from shared.contracts.feedback import FeedbackOpened
from shared.contracts.surveys import SurveyOpened
from shared.messaging.router import EventRouter, Received
from shared.messaging.unit_of_work import UnitOfWork

handlers = EventRouter()


@handlers.on(SurveyOpened)
async def plan_survey_mails(events: Sequence[Received[SurveyOpened]], uow: UnitOfWork) -> None:
    await use_cases.plan(uow, [row for each in events for row in rules.of_survey(each)])


@handlers.on(FeedbackOpened)
async def plan_reminder(events: Sequence[Received[FeedbackOpened]], uow: UnitOfWork) -> None:
    await use_cases.plan(uow, [row for each in events for row in rules.of_feedback(each)])
