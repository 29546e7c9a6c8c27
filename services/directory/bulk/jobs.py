"""Forgets files that were worked off."""

from datetime import timedelta

from services.directory.bulk import use_cases
from shared.jobs.scheduler import Jobs
from shared.messaging.unit_of_work import UnitOfWork

jobs = Jobs()


@jobs.every(timedelta(hours=6))
async def forget_bulk_requests(uow: UnitOfWork) -> bool:
    await use_cases.forget(uow)
    return False
