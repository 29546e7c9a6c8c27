"""Keeps the copies, and forgets at once what has ended."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import delete, select

from shared.context import Context
from shared.contracts.accounts import AccessRecord, RevokedClientRecord, SessionRecord
from shared.jobs.scheduler import Jobs
from shared.messaging.router import EventRouter
from shared.messaging.unit_of_work import BulkUnitOfWork, UnitOfWork
from shared.web.sessions.models import access, revoked_clients, sessions
from shared.web.tokens import LIFETIME_SECONDS

SIGN_INS = "sign-ins"
"""The channel notified when a sign-in has ended, or when somebody may do something else."""
REVOCATIONS = "revocations"
"""The channel notified when the credentials of a program have become void."""
MARGIN = timedelta(minutes=1)
"""For a token that was on its way when its client was revoked, and for clocks that differ."""


async def _ended(uow: UnitOfWork, _: set[UUID]) -> None:
    uow.notify(SIGN_INS)


def _changed(uow: BulkUnitOfWork, _: set[UUID]) -> None:
    uow.notify(SIGN_INS)


def _revoked(uow: BulkUnitOfWork, _: set[UUID]) -> None:
    uow.notify(REVOCATIONS)


handlers = EventRouter()
handlers.keep_copy(SessionRecord, sessions, erased=_ended)
handlers.keep_copy(AccessRecord, access, arrived=_changed, erased=_ended)
handlers.keep_copy(RevokedClientRecord, revoked_clients, arrived=_revoked)

jobs = Jobs()


@jobs.every(timedelta(hours=6))
async def forget_ended_sessions(uow: UnitOfWork) -> bool:
    """Those whose end has come without word of it."""
    await uow.session.execute(delete(sessions).where(sessions.c.ends_at < uow.now))
    return False


async def refuse_revoked(context: Context) -> None:
    """Let this process refuse what is void, until cancelled; asked once and after each word of it.

    Tokens are verified without a database, so that those that must not be taken are kept in mind.
    """
    notifier = context.database.notifier
    while True:
        now = context.clock.now()
        recent = revoked_clients.c.revoked_at > now - timedelta(seconds=LIFETIME_SECONDS) - MARGIN
        async with context.database.reading() as session:
            rows = (await session.execute(select(revoked_clients).where(recent))).all()
        for row in rows:
            context.tokens.refuse(row.client_id, row.revoked_at + MARGIN)
        await notifier.wait(REVOCATIONS, notifier.net_seconds)
