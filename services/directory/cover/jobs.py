"""Looks at who is on leave, and at who is there meanwhile."""

from datetime import timedelta

from services.directory.cover import use_cases
from shared.jobs.scheduler import Jobs
from shared.messaging.unit_of_work import UnitOfWork

jobs = Jobs()


@jobs.every(timedelta(minutes=5), despite_holds="what was told is told again")
async def tell_covers(uow: UnitOfWork) -> bool:
    await use_cases.tell_covers(uow)
    return False
