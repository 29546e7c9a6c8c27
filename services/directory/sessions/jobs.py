"""Tells every service of sign-ins whose time is over."""

from datetime import timedelta

from services.directory.sessions import use_cases
from shared.jobs.scheduler import Jobs
from shared.messaging.unit_of_work import UnitOfWork

jobs = Jobs()


@jobs.every(timedelta(hours=1))
async def end_old_sessions(uow: UnitOfWork) -> bool:
    return await use_cases.end_old(uow)
