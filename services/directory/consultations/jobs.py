"""Forgets what was written about consultations that ended long ago."""

from datetime import timedelta

from services.directory.consultations import use_cases
from shared.jobs.scheduler import Jobs
from shared.messaging.unit_of_work import UnitOfWork

jobs = Jobs()


@jobs.every(timedelta(hours=6))
async def forget_words_of_consultations(uow: UnitOfWork) -> bool:
    return await use_cases.forget_words(uow)
