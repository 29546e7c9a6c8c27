"""What was agreed ends with its date."""

from datetime import timedelta

from services.trainings.shared_lists import use_cases
from shared.jobs.scheduler import Jobs
from shared.messaging.unit_of_work import UnitOfWork

jobs = Jobs()


@jobs.every(timedelta(hours=6))
async def forget_consents(uow: UnitOfWork) -> bool:
    await use_cases.forget(uow)
    return False
