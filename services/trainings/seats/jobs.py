"""Seats that nobody has answered for go to whoever is next."""

from datetime import timedelta

from services.trainings.seats import use_cases
from shared.jobs.scheduler import Jobs
from shared.messaging.unit_of_work import UnitOfWork

jobs = Jobs()


@jobs.every(timedelta(minutes=5), despite_holds="a seat and its wishes change by the rules")
async def lapse_offers(uow: UnitOfWork) -> bool:
    return await use_cases.lapse_offers(uow)
