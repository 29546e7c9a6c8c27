"""An office's texts: those that hold, for mails, and each with its editions, for its pages."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.notifications.models import Message
from services.notifications.texts.models import (
    MailText,
    MailTextEdition,
    editions,
    mail_texts,
)
from services.notifications.texts.values import EXAMPLES_OF, MOST_EXAMPLES
from services.notifications.values import Edited
from shared.contracts.notifications import LetterKind
from shared.web.problem import Problem

VALID = (
    select(editions.c.tenant, editions.c.kind, editions.c.subject, editions.c.text)
    .join(
        mail_texts,
        and_(
            mail_texts.c.tenant == editions.c.tenant,
            mail_texts.c.kind == editions.c.kind,
            mail_texts.c.edition == editions.c.number,
        ),
    )
    .where(editions.c.is_usual.is_(False))
    .subquery("valid_texts")
)
"""By municipality and kind."""


def with_texts(
    query: Select[Any], where: ColumnElement[bool], tenant: str, kinds: Collection[str]
) -> Select[Any]:
    """A query that is asked anyway, with those of these kinds beside the rows that ``where`` says.

    So they cost no statement of their own where mails are written.
    """
    columns = (VALID.c.kind.label("mail"), VALID.c.subject.label("mail_subject"), VALID.c.text)
    mine = and_(where, VALID.c.tenant == tenant, VALID.c.kind.in_(kinds))
    return query.add_columns(*columns).outerjoin(VALID, mine)


def texts_in(rows: Iterable[Any]) -> Mapping[str, Edited]:
    """By kind, from the rows of such a query."""
    return {row.mail: Edited(row.mail_subject, row.text) for row in rows if row.mail is not None}


async def written(session: AsyncSession, tenant: str) -> dict[str, MailText]:
    """By kind, those of which there is a draft at least."""
    mine = select(MailText).where(MailText.tenant == tenant)
    return {each.kind: each for each in await session.scalars(mine)}


async def newest_editions(session: AsyncSession, tenant: str) -> dict[str, MailTextEdition]:
    """By kind, the one that holds, also where it is the usual text once more."""
    newest = and_(
        MailText.tenant == MailTextEdition.tenant,
        MailText.kind == MailTextEdition.kind,
        MailText.edition == MailTextEdition.number,
    )
    mine = select(MailTextEdition).join(MailText, newest).where(MailTextEdition.tenant == tenant)
    return {each.kind: each for each in await session.scalars(mine)}


async def find(session: AsyncSession, tenant: str, kind: LetterKind) -> MailText | None:
    """None of what the office has never changed."""
    return await session.get(MailText, (tenant, str(kind)))


async def editions_of(
    session: AsyncSession, tenant: str, kind: LetterKind
) -> Sequence[MailTextEdition]:
    """The newest first."""
    mine = (MailTextEdition.tenant == tenant, MailTextEdition.kind == str(kind))
    query = select(MailTextEdition).where(*mine).order_by(MailTextEdition.number.desc())
    return (await session.scalars(query)).all()


async def edition(
    session: AsyncSession, tenant: str, kind: LetterKind, number: int
) -> MailTextEdition:
    """One of them; raises ``Problem``."""
    found = await session.get(MailTextEdition, (tenant, str(kind), number))
    if found is None:
        raise Problem(404, "edition-not-found", "There is no such edition")
    return found


async def examples(
    session: AsyncSession, tenant: str, kind: LetterKind, now: datetime
) -> Sequence[Message]:
    """The newest messages of the kind about or to somebody who is still known."""
    mine = (
        Message.tenant == tenant,
        Message.kind == str(kind),
        Message.created_at > now - EXAMPLES_OF,
        or_(Message.worker_id.is_not(None), Message.person_id.is_not(None)),
    )
    query = select(Message).where(*mine).order_by(Message.created_at.desc(), Message.id)
    return (await session.scalars(query.limit(MOST_EXAMPLES))).all()


async def example(
    session: AsyncSession, tenant: str, kind: LetterKind, message_id: UUID
) -> Message:
    """One of the municipality's of this kind; raises ``Problem``."""
    mine = (Message.tenant == tenant, Message.kind == str(kind), Message.id == message_id)
    found: Message | None = (await session.scalars(select(Message).where(*mine))).first()
    if found is None:
        raise Problem(404, "message-not-found", "There is no such message")
    return found
