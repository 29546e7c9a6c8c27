"""Forgets what people were told."""

from datetime import timedelta

from services.directory.notices import use_cases
from shared.jobs.scheduler import Jobs
from shared.messaging.unit_of_work import UnitOfWork

jobs = Jobs()


@jobs.every(timedelta(hours=6))
async def forget_notices(uow: UnitOfWork) -> bool:
    return await use_cases.forget(uow)
