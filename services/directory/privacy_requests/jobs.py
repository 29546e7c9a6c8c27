"""Says that what somebody was given vanishes soon."""

from datetime import timedelta

from services.directory.privacy_requests import use_cases
from shared.jobs.scheduler import Jobs
from shared.messaging.unit_of_work import UnitOfWork

jobs = Jobs()


@jobs.every(timedelta(hours=1))
async def remind_of_packages(uow: UnitOfWork) -> bool:
    return await use_cases.remind(uow)
