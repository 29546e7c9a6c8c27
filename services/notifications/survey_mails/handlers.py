"""A survey has begun: its people are invited, and reminded once."""

from collections.abc import Sequence

from services.notifications.survey_mails import use_cases
from shared.contracts.surveys import SurveyOpened
from shared.messaging.router import EventRouter, Received
from shared.messaging.unit_of_work import UnitOfWork

handlers = EventRouter()


@handlers.on(SurveyOpened)
async def plan_survey_mails(events: Sequence[Received[SurveyOpened]], uow: UnitOfWork) -> None:
    await use_cases.plan(uow, events)
