"""Invitations go out on the day, and no more once the last day is over."""

from datetime import timedelta

from services.surveys.pulses import use_cases
from shared.jobs.scheduler import Jobs
from shared.messaging.unit_of_work import UnitOfWork

jobs = Jobs()


@jobs.every(timedelta(minutes=1))
async def open_due_pulses(uow: UnitOfWork) -> bool:
    return await use_cases.open_due_pulses(uow)


@jobs.every(timedelta(minutes=1))
async def cancel_ended_pulses(uow: UnitOfWork) -> bool:
    return await use_cases.cancel_ended(uow)
