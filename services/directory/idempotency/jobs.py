"""Forgets answers nobody asks for again."""

from datetime import timedelta

from services.directory.idempotency import use_cases
from shared.jobs.scheduler import Jobs
from shared.messaging.unit_of_work import UnitOfWork
from shared.web import idempotency

jobs = Jobs()


@jobs.every(timedelta(days=1))
async def forget_answers(uow: UnitOfWork) -> bool:
    await use_cases.forget(uow)
    await idempotency.forget(uow)
    return False
