"""Forgets what endpoints were told long ago."""

from datetime import timedelta

from services.notifications.attempts import use_cases
from shared.jobs.scheduler import Jobs
from shared.messaging.unit_of_work import UnitOfWork

jobs = Jobs()


@jobs.every(timedelta(hours=6))
async def forget_webhooks(uow: UnitOfWork) -> bool:
    await use_cases.forget_older(uow)
    return False
