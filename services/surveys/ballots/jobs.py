"""Votes close at a moment: who has not voted is reminded before it, and it is counted after."""

from datetime import timedelta

from services.surveys.ballots import use_cases
from shared.jobs.scheduler import Jobs
from shared.messaging.unit_of_work import UnitOfWork

jobs = Jobs()


@jobs.every(timedelta(minutes=15))
async def count_framework_votes(uow: UnitOfWork) -> bool:
    return await use_cases.tell(uow)
