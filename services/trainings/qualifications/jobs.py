"""Qualifications run out as days go by."""

from datetime import timedelta

from services.trainings.qualifications import use_cases
from shared.jobs.scheduler import Jobs
from shared.messaging.unit_of_work import UnitOfWork

jobs = Jobs()


@jobs.every(timedelta(minutes=30))
async def tell_of_endings(uow: UnitOfWork) -> bool:
    return await use_cases.tell_of_endings(uow)
