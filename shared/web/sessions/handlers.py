"""Keeps the copies, and forgets at once what has ended."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import delete

from shared.contracts.accounts import AccessRecord, SessionRecord
from shared.jobs.scheduler import Jobs
from shared.messaging.router import EventRouter
from shared.messaging.unit_of_work import BulkUnitOfWork, UnitOfWork
from shared.web.sessions.models import access, sessions

SIGN_INS = "sign-ins"
"""The channel notified when a sign-in has ended, or when somebody may do something else."""


async def _ended(uow: UnitOfWork, _: set[UUID]) -> None:
    uow.notify(SIGN_INS)


def _changed(uow: BulkUnitOfWork, _: set[UUID]) -> None:
    uow.notify(SIGN_INS)


handlers = EventRouter()
handlers.keep_copy(SessionRecord, sessions, erased=_ended)
handlers.keep_copy(AccessRecord, access, arrived=_changed, erased=_ended)

jobs = Jobs()


@jobs.every(timedelta(hours=6))
async def forget_ended_sessions(uow: UnitOfWork) -> bool:
    """Those whose end has come without word of it."""
    await uow.session.execute(delete(sessions).where(sessions.c.ends_at < uow.now))
    return False
