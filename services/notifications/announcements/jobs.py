"""Owes what was published, reminds, takes in who joins, and ends what is old."""

from datetime import timedelta

from services.notifications.announcements import use_cases
from shared.jobs.scheduler import Jobs
from shared.messaging.unit_of_work import UnitOfWork

jobs = Jobs()


@jobs.every(timedelta(minutes=5))
async def owe_announcements(uow: UnitOfWork) -> bool:
    """Brought forward whenever something is published."""
    return await use_cases.owe(uow)


@jobs.every(timedelta(hours=1))
async def remind_of_announcements(uow: UnitOfWork) -> bool:
    return await use_cases.remind(uow)


@jobs.every(timedelta(hours=1))
async def take_in_joiners(uow: UnitOfWork) -> bool:
    await use_cases.take_in_joiners(uow)
    return False


@jobs.every(timedelta(hours=6))
async def end_old_announcements(uow: UnitOfWork) -> bool:
    await use_cases.end_old(uow)
    return False
