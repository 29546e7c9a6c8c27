"""Forgets people's relationships that ended years ago."""

from datetime import timedelta

from services.directory.relationships import use_cases
from shared.jobs.scheduler import Jobs
from shared.messaging.unit_of_work import UnitOfWork

jobs = Jobs()


@jobs.every(timedelta(hours=6))
async def forget_old_relationships(uow: UnitOfWork) -> bool:
    return await use_cases.forget(uow)
