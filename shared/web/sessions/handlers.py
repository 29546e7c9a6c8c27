"""Keeps the copies, and forgets at once what has ended."""

from datetime import timedelta

from sqlalchemy import delete

from shared.contracts.accounts import AccessRecord, SessionRecord
from shared.jobs.scheduler import Jobs
from shared.messaging.router import EventRouter
from shared.messaging.unit_of_work import UnitOfWork
from shared.web.sessions.models import access, sessions

handlers = EventRouter()
handlers.keep_copy(SessionRecord, sessions)
handlers.keep_copy(AccessRecord, access)

jobs = Jobs()


@jobs.every(timedelta(hours=6))
async def forget_ended_sessions(uow: UnitOfWork) -> bool:
    """Those whose end has come without word of it."""
    await uow.session.execute(delete(sessions).where(sessions.c.ends_at < uow.now))
    return False
