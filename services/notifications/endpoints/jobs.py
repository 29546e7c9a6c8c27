"""Looks after endpoints that take nothing."""

from datetime import timedelta

from services.notifications.endpoints import use_cases
from shared.jobs.scheduler import Jobs
from shared.messaging.unit_of_work import UnitOfWork

jobs = Jobs()


@jobs.every(timedelta(minutes=10))
async def look_after_endpoints(uow: UnitOfWork) -> bool:
    await use_cases.look_after(uow)
    return False
