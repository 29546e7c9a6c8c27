"""Ends what somebody was told about themselves."""

from datetime import timedelta

from shared.erasing.parts import expire
from shared.jobs.scheduler import Jobs
from shared.messaging.unit_of_work import UnitOfWork

jobs = Jobs()


@jobs.every(timedelta(hours=1))
async def expire_privacy_parts(uow: UnitOfWork) -> bool:
    """It is not kept longer than it may be fetched."""
    await expire(uow)
    return False
