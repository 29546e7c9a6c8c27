"""Looks whom those may be who are new or have changed."""

from datetime import timedelta

from services.directory.duplicates import use_cases
from shared.jobs.scheduler import Jobs
from shared.messaging.unit_of_work import UnitOfWork

jobs = Jobs()


@jobs.every(timedelta(minutes=1), despite_holds="keys and pairs are worked out again")
async def find_duplicates(uow: UnitOfWork) -> bool:
    return await use_cases.find(uow)
