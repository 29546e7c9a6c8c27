"""Forgets what was refused long ago."""

from datetime import timedelta

from services.directory.refusals import use_cases
from shared.jobs.scheduler import Jobs
from shared.messaging.unit_of_work import UnitOfWork

jobs = Jobs()


@jobs.every(timedelta(days=1))
async def forget_refusals(uow: UnitOfWork) -> bool:
    await use_cases.forget(uow)
    return False
