"""Invitations are forgotten when nobody needs them any more."""

from datetime import timedelta

from services.trainings.invitations import use_cases
from shared.jobs.scheduler import Jobs
from shared.messaging.unit_of_work import UnitOfWork

jobs = Jobs()


@jobs.every(timedelta(hours=6))
async def forget_invitations(uow: UnitOfWork) -> bool:
    await use_cases.forget_older(uow)
    return False
