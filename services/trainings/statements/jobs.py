"""Votes close at a moment: who takes part is reminded before it, and told of the result after."""

from datetime import timedelta

from services.trainings.statements import use_cases
from shared.jobs.scheduler import Jobs
from shared.messaging.unit_of_work import UnitOfWork

jobs = Jobs()


@jobs.every(timedelta(minutes=30))
async def tell_of_votes(uow: UnitOfWork) -> bool:
    return await use_cases.tell(uow)
