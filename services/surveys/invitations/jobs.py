"""Invitations end."""

from datetime import timedelta

from services.surveys.invitations import use_cases
from shared.jobs.scheduler import Jobs
from shared.messaging.unit_of_work import UnitOfWork

jobs = Jobs()


@jobs.every(timedelta(minutes=1))
async def close_invitations(uow: UnitOfWork) -> bool:
    return await use_cases.close_invitations(uow)
