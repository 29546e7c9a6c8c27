"""Whoever has an action item is reminded of it."""

from datetime import timedelta

from services.trainings.actions import use_cases
from shared.jobs.scheduler import Jobs
from shared.messaging.unit_of_work import UnitOfWork

jobs = Jobs()


@jobs.every(timedelta(minutes=30))
async def remind_of_actions(uow: UnitOfWork) -> bool:
    return await use_cases.remind(uow)
