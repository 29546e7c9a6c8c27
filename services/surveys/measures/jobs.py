"""Whoever has a measure is reminded of it, and whoever is from outside is forgotten."""

from datetime import timedelta

from services.surveys.measures import use_cases
from shared.jobs.scheduler import Jobs
from shared.messaging.unit_of_work import UnitOfWork

jobs = Jobs()


@jobs.every(timedelta(minutes=30))
async def remind_of_measures(uow: UnitOfWork) -> bool:
    return await use_cases.remind(uow)


@jobs.every(timedelta(hours=24))
async def forget_owners_from_outside(uow: UnitOfWork) -> bool:
    return await use_cases.forget_outsiders(uow)
