"""Forgets who was told of what."""

from datetime import timedelta

from services.notifications.mailbox import use_cases as mailbox
from services.notifications.mails.values import NOTICES
from services.notifications.notices import use_cases
from shared.jobs.scheduler import Jobs
from shared.messaging.unit_of_work import UnitOfWork

KEPT = timedelta(days=30)
"""After it was sent or given up."""

jobs = Jobs()


@jobs.every(timedelta(hours=6))
async def forget_notices(uow: UnitOfWork) -> bool:
    await use_cases.forget_older(uow, uow.now - KEPT)
    for kind in NOTICES:
        await mailbox.forget_older(uow, kind, uow.now - KEPT)
    return False
