"""Looks at what came in."""

from datetime import timedelta

from services.directory.findings import use_cases
from shared.jobs.scheduler import Jobs
from shared.messaging.unit_of_work import UnitOfWork

jobs = Jobs()


@jobs.every(timedelta(minutes=1))
async def review_placements(uow: UnitOfWork) -> bool:
    return await use_cases.review_due(uow)
