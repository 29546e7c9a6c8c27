"""Kept mails as the mailbox lists them."""

from collections.abc import Sequence
from dataclasses import replace
from operator import attrgetter
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.notifications.mailbox.models import KeptMail
from services.notifications.mails.values import title_of
from shared.contracts.notifications import LetterKind
from shared.database.paging import KeysetRequest, Page, Shown, paginate
from shared.database.reach import CROSSING

MAX_MAILS = 200
_COLUMNS = (
    Shown("subject", "Betreff", attrgetter("subject")),
    Shown("recipient", "An", attrgetter("recipient")),
    Shown("kind", "Art", lambda mail: title_of(LetterKind(mail.kind))),
    Shown("kept_at", "Abgelegt", attrgetter("kept_at")),
)

NUMBER = select(func.count()).select_from(KeptMail).execution_options(**CROSSING)


async def page_of(session: AsyncSession, wanted: KeysetRequest) -> Page[KeptMail]:
    """A page of mails, newest first."""
    newest_first = replace(wanted, sort=f"-{KeptMail.id.key}")
    return await paginate(
        session, select(KeptMail), newest_first, by=(KeptMail.id,), columns=_COLUMNS
    )


async def count(session: AsyncSession) -> int:
    """How many mails are kept."""
    return (await session.execute(NUMBER)).scalar_one()


async def one(session: AsyncSession, mail_id: UUID) -> KeptMail:
    """A mail; raises ``NoResultFound`` if it is not kept here."""
    return await session.get_one(KeptMail, mail_id)


async def about(session: AsyncSession, worker_id: UUID | None) -> Sequence[KeptMail]:
    """The newest mails about a worker, or about anybody."""
    statement = select(KeptMail).order_by(KeptMail.id.desc()).limit(MAX_MAILS)
    if worker_id is not None:
        statement = statement.where(KeptMail.worker_id == worker_id)
    return (await session.scalars(statement)).all()
