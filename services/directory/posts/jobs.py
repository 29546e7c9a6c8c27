"""Looks at who fills which post."""

from datetime import timedelta

from services.directory.posts import use_cases
from shared.jobs.scheduler import Jobs
from shared.messaging.unit_of_work import UnitOfWork

jobs = Jobs()


@jobs.every(timedelta(minutes=5))
async def tell_vacant_posts(uow: UnitOfWork) -> bool:
    await use_cases.tell_vacancies(uow)
    return False
