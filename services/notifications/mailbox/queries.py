"""Kept mails as the mailbox lists them."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.notifications.mailbox.models import KeptMail

MAX_MAILS = 200


async def page_of(
    session: AsyncSession, *, before: UUID | None, after: UUID | None, size: int
) -> tuple[Sequence[KeptMail], bool, bool]:
    """A page of mails, newest first, and whether there are newer and older ones."""
    statement = select(KeptMail).limit(size + 1)
    if after is not None:
        later = statement.where(KeptMail.id > after).order_by(KeptMail.id)
        found = (await session.scalars(later)).all()
        return found[:size][::-1], len(found) > size, True
    if before is not None:
        statement = statement.where(KeptMail.id < before)
    found = (await session.scalars(statement.order_by(KeptMail.id.desc()))).all()
    return found[:size], before is not None, len(found) > size


async def one(session: AsyncSession, mail_id: UUID) -> KeptMail | None:
    """A mail, if it is kept here."""
    return await session.get(KeptMail, mail_id)


async def about(session: AsyncSession, worker_id: UUID | None) -> Sequence[KeptMail]:
    """The newest mails about a worker, or about anybody."""
    statement = select(KeptMail).order_by(KeptMail.id.desc()).limit(MAX_MAILS)
    if worker_id is not None:
        statement = statement.where(KeptMail.worker_id == worker_id)
    return (await session.scalars(statement)).all()
