"""Forgets codes that nobody can use any more."""

from datetime import timedelta

from services.notifications.codes import use_cases
from services.notifications.mailbox import use_cases as mailbox
from services.notifications.mails.values import CODE, FAREWELL, INVITATION, SECOND_STEP
from shared.jobs.scheduler import Jobs
from shared.messaging.unit_of_work import UnitOfWork

KEPT = timedelta(days=1)

jobs = Jobs()


@jobs.every(timedelta(hours=6))
async def forget_codes(uow: UnitOfWork) -> bool:
    await use_cases.forget_older(uow, uow.now - KEPT)
    for kind in (CODE, SECOND_STEP, INVITATION, FAREWELL):
        await mailbox.forget_older(uow, kind, uow.now - KEPT)
    return False
