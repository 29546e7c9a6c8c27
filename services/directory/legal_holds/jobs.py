"""Ends holds on their day."""

from datetime import timedelta

from services.directory.legal_holds import use_cases
from shared.jobs.scheduler import Jobs
from shared.messaging.unit_of_work import UnitOfWork

jobs = Jobs()


@jobs.every(timedelta(hours=1), despite_holds="it ends them")
async def tend_legal_holds(uow: UnitOfWork) -> bool:
    await use_cases.tend(uow)
    return False
