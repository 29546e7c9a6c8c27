"""Reminds of gatherings when it is time."""

from datetime import timedelta

from services.notifications.gatherings import use_cases
from shared.jobs.scheduler import Jobs
from shared.messaging.unit_of_work import UnitOfWork

jobs = Jobs()


@jobs.every(timedelta(minutes=15))
async def remind_of_gatherings(uow: UnitOfWork) -> bool:
    await use_cases.remind(uow)
    return False


@jobs.every(timedelta(hours=24))
async def forget_reminders(uow: UnitOfWork) -> bool:
    await use_cases.forget_older(uow)
    return False
