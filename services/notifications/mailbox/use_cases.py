"""Keeps mails, shows them, and lets go of those that mention an erased person."""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.notifications.mailbox.models import kept_mails, mentions
from services.notifications.schemas import Mail
from shared.database.writes import insert_rows
from shared.ids import new_id
from shared.messaging.unit_of_work import UnitOfWork

AT_MOST = 200


async def keep(uow: UnitOfWork, mails: Sequence[Mail]) -> None:
    """Put them into the mailbox."""
    kept = [(new_id(), mail) for mail in mails]
    await insert_rows(uow.session, kept_mails, [_row(uow, *each) for each in kept])
    rows = [
        {"mail_id": mail_id, "person_id": person_id}
        for mail_id, mail in kept
        for person_id in mail.mentions
    ]
    await insert_rows(uow.session, mentions, rows)


async def forget(uow: UnitOfWork, person_ids: Collection[UUID]) -> None:
    """Delete every mail that names one of these people."""
    naming = select(mentions.c.mail_id).where(mentions.c.person_id.in_(person_ids))
    await uow.session.execute(delete(kept_mails).where(kept_mails.c.id.in_(naming)))


async def page_of(
    session: AsyncSession, *, before: UUID | None, after: UUID | None, size: int
) -> tuple[Sequence[Row[Any]], bool, bool]:
    """A page of mails, newest first, and whether there are newer and older ones."""
    key = kept_mails.c.id
    statement = select(kept_mails).limit(size + 1)
    if after is not None:
        found = list(await session.execute(statement.where(key > after).order_by(key)))
        more = len(found) > size
        return found[:size][::-1], more, True
    if before is not None:
        statement = statement.where(key < before)
    found = list(await session.execute(statement.order_by(key.desc())))
    return found[:size], before is not None, len(found) > size


async def one(session: AsyncSession, mail_id: UUID) -> Row[Any] | None:
    """A mail, if it is kept here."""
    found = await session.execute(select(kept_mails).where(kept_mails.c.id == mail_id))
    return found.one_or_none()


async def about(session: AsyncSession, worker_id: UUID | None) -> Sequence[Row[Any]]:
    """The newest mails about a worker, or about anybody."""
    statement = select(kept_mails).order_by(kept_mails.c.id.desc()).limit(AT_MOST)
    if worker_id is not None:
        statement = statement.where(kept_mails.c.worker_id == worker_id)
    return (await session.execute(statement)).all()


def _row(uow: UnitOfWork, mail_id: UUID, mail: Mail) -> dict[str, Any]:
    letter = mail.letters[0]
    return {
        "id": mail_id,
        "tenant": letter.tenant,
        "worker_id": letter.worker_id,
        "kind": mail.kind,
        "role": letter.role,
        "recipient": f"{mail.to.name} <{mail.to.email}>",
        "subject": mail.content.subject,
        "text": mail.content.text,
        "html": mail.content.html,
        "links": list(mail.content.links),
        "kept_at": uow.now,
    }
