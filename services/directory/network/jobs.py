"""Settles tasks of which nothing is missing any more, and forgets settled ones."""

from datetime import timedelta

from services.directory.network import use_cases
from shared.jobs.scheduler import Jobs
from shared.messaging.unit_of_work import UnitOfWork

jobs = Jobs()


@jobs.every(timedelta(hours=1))
async def settle_gap_tasks(uow: UnitOfWork) -> bool:
    await use_cases.settle(uow)
    return False
