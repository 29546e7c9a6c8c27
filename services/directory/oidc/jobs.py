"""Forgets sign-ins that nobody finished."""

from datetime import timedelta

from services.directory.oidc import use_cases
from shared.jobs.scheduler import Jobs
from shared.messaging.unit_of_work import UnitOfWork

jobs = Jobs()


@jobs.every(timedelta(hours=1))
async def forget_sign_ins(uow: UnitOfWork) -> bool:
    await use_cases.forget(uow)
    return False
