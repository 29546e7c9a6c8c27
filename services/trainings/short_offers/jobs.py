"""Looks for seats that nobody is offered any more."""

from datetime import timedelta

from services.trainings.short_offers import use_cases
from shared.jobs.scheduler import Jobs
from shared.messaging.unit_of_work import UnitOfWork

jobs = Jobs()


@jobs.every(timedelta(minutes=30))
async def tell_of_free_seats(uow: UnitOfWork) -> bool:
    return await use_cases.tell(uow)
