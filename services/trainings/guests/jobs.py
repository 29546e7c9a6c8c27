"""Guests are forgotten when their time is over."""

from datetime import timedelta

from services.trainings.guests import use_cases
from shared.jobs.scheduler import Jobs
from shared.messaging.unit_of_work import UnitOfWork

jobs = Jobs()


@jobs.every(timedelta(hours=6))
async def forget_guests(uow: UnitOfWork) -> bool:
    return await use_cases.forget_older(uow)
