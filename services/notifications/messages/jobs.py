"""Forgets who was told of what."""

from datetime import timedelta

from services.notifications.inbox import use_cases as inbox
from services.notifications.mailbox import use_cases as mailbox
from services.notifications.mails.values import every_kind
from services.notifications.messages import use_cases
from shared.jobs.scheduler import Jobs
from shared.messaging.unit_of_work import UnitOfWork

jobs = Jobs()


@jobs.every(timedelta(hours=6))
async def forget_notices(uow: UnitOfWork) -> bool:
    more = await use_cases.forget_older(uow)
    await inbox.forget_older(uow)
    for kind, mail in every_kind().items():
        await mailbox.forget_older(uow, kind, uow.now - (mail.kept or use_cases.KEPT))
    return more
