"""Whoever was there is asked when the gathering is over."""

from datetime import timedelta

from services.trainings.feedback_rights import use_cases
from shared.jobs.scheduler import Jobs
from shared.messaging.unit_of_work import UnitOfWork

jobs = Jobs()


@jobs.every(timedelta(hours=1))
async def ask_for_feedback(uow: UnitOfWork) -> bool:
    await use_cases.open_due(uow)
    return False
