"""Keeps what was tried out small."""

from datetime import timedelta

from services.directory.sandbox import use_cases
from shared.jobs.scheduler import Jobs
from shared.messaging.unit_of_work import UnitOfWork

jobs = Jobs()


@jobs.every(timedelta(minutes=15), despite_holds="nobody there is real")
async def tidy_sandboxes(uow: UnitOfWork) -> bool:
    await use_cases.tidy(uow)
    return False
