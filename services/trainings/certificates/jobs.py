"""What has been kept long enough is forgotten."""

from datetime import timedelta

from services.trainings.certificates import use_cases
from shared.jobs.scheduler import Jobs
from shared.messaging.unit_of_work import UnitOfWork

jobs = Jobs()


@jobs.every(timedelta(hours=6))
async def forget_certificates(uow: UnitOfWork) -> bool:
    await use_cases.forget(uow)
    return False
