"""Seats that a quota has kept go to whoever waits, once its last day is over."""

from datetime import timedelta

from services.trainings.quotas import use_cases
from shared.jobs.scheduler import Jobs
from shared.messaging.unit_of_work import UnitOfWork

jobs = Jobs()


@jobs.every(timedelta(minutes=15), despite_holds="a seat and its wishes change by the rules")
async def end_quotas(uow: UnitOfWork) -> bool:
    return await use_cases.end(uow)
