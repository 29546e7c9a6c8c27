"""Forgets accounts that nobody was found for."""

from datetime import timedelta

from services.directory.identities import use_cases
from shared.jobs.scheduler import Jobs
from shared.messaging.unit_of_work import UnitOfWork

jobs = Jobs()


@jobs.every(timedelta(hours=1))
async def forget_unmatched(uow: UnitOfWork) -> bool:
    await use_cases.forget(uow)
    return False
