"""Keeps mails, and lets go of those that mention an erased person."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from uuid import UUID

from sqlalchemy import delete, select

from services.notifications.mailbox.models import KeptMail, Mention, kept_mails
from services.notifications.values import Mail
from shared.contracts.notifications import LetterKind
from shared.ids import new_id
from shared.messaging.unit_of_work import UnitOfWork

NOBODY = "gelöschte Person"
NONE: Mapping[UUID, Sequence[str]] = MappingProxyType({})


async def keep(
    uow: UnitOfWork, mails: Sequence[Mail], calendars: Mapping[UUID, Sequence[str]] = NONE
) -> None:
    """Put them into the mailbox, with what would travel with each for a calendar."""
    kept = [(_kept(uow, mail, calendars.get(mail.id, ())), mail.mentions) for mail in mails]
    uow.session.add_all(row for row, _ in kept)
    await uow.session.flush()
    uow.session.add_all(
        Mention(mail_id=row.id, person_id=person_id)
        for row, mentioned in kept
        for person_id in mentioned
    )
    await uow.session.flush()


async def forget(uow: UnitOfWork, person_ids: Collection[UUID]) -> int:
    """Delete every mail that names one of these people; returns how many did."""
    naming = select(Mention.mail_id).where(Mention.person_id.in_(person_ids))
    gone = delete(kept_mails).where(kept_mails.c.id.in_(naming)).returning(kept_mails.c.id)
    return len((await uow.session.execute(gone)).all())


async def forget_older(uow: UnitOfWork, kind: LetterKind, moment: datetime) -> None:
    """Delete mails of a kind that nobody keeps for long."""
    old = (kept_mails.c.kind == kind, kept_mails.c.kept_at < moment)
    await uow.session.execute(delete(kept_mails).where(*old))


def _kept(uow: UnitOfWork, mail: Mail, calendars: Sequence[str]) -> KeptMail:
    return KeptMail(
        id=new_id(),
        tenant=mail.tenant,
        worker_id=mail.about,
        kind=mail.kind,
        role=mail.role or "",
        recipient=f"{mail.to.name} <{mail.to.email}>".strip() if mail.to.email else NOBODY,
        subject=mail.content.subject,
        text=mail.content.text,
        html=mail.content.html,
        links=list(mail.content.links),
        calendars=list(calendars),
        kept_at=uow.now,
    )
