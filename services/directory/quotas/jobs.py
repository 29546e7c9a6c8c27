"""Forgets the quotas of days that are over."""

from datetime import timedelta

from services.directory.quotas import use_cases
from shared.jobs.scheduler import Jobs
from shared.messaging.unit_of_work import UnitOfWork

jobs = Jobs()


@jobs.every(timedelta(days=1))
async def forget_quotas(uow: UnitOfWork) -> bool:
    await use_cases.forget(uow)
    return False
