"""How many have answered is counted once a day."""

from datetime import timedelta

from services.surveys.urns import use_cases
from shared.jobs.scheduler import Jobs
from shared.messaging.unit_of_work import UnitOfWork

jobs = Jobs()


@jobs.every(timedelta(days=1))
async def update_progress(uow: UnitOfWork) -> bool:
    return await use_cases.update_progress(uow)
