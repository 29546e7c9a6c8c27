"""Letters that were given up, as pages and programs list them."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from operator import attrgetter
from uuid import UUID

from sqlalchemy import ColumnElement, exists, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.notifications.mails.values import title_of
from services.notifications.undeliverable.models import GivenUp
from services.notifications.undeliverable.values import FailureCause
from shared.contracts.directory import Role
from shared.contracts.notifications import LetterKind
from shared.contracts.words import word
from shared.database.paging import KeysetRequest, Page, Shown, paginate
from shared.database.reach import CROSSING, crossing

_COLUMNS = (
    Shown("kind", "Nachricht", lambda letter: title_of(LetterKind(letter.kind))),
    Shown("role", "An", lambda letter: word(Role, letter.role) if letter.role else ""),
    Shown("cause", "Ursache", lambda letter: word(FailureCause, letter.cause)),
    Shown("reply", "Antwort des Mailservers", attrgetter("reply")),
    Shown("attempts", "Versuche", attrgetter("attempts")),
    Shown("given_up_at", "Aufgegeben", attrgetter("given_up_at")),
)

_BY_CAUSE = (
    select(GivenUp.cause, func.count())
    .group_by(GivenUp.cause)
    .order_by(func.count().desc())
    .execution_options(**CROSSING)
)
NUMBER = crossing(select(func.count()).select_from(GivenUp))
"""How many were given up."""


async def count(session: AsyncSession) -> dict[FailureCause, int]:
    """How many were given up for each cause, most first."""
    return {FailureCause(cause): many for cause, many in await session.execute(_BY_CAUSE)}


def given_up_for(
    tenant: str, message_id: ColumnElement[UUID], cause: FailureCause
) -> ColumnElement[bool]:
    """Whether the message of a row was given up for this cause."""
    mine = (GivenUp.tenant == tenant, GivenUp.letter_id == message_id)
    return exists().where(*mine, GivenUp.cause == cause.value)


async def causes_of(
    session: AsyncSession, tenant: str, ids: Collection[UUID]
) -> Mapping[UUID, FailureCause]:
    """Why some of a municipality's messages were given up."""
    mine = (GivenUp.tenant == tenant, GivenUp.letter_id.in_(ids))
    rows = await session.execute(select(GivenUp.letter_id, GivenUp.cause).where(*mine))
    return {row.letter_id: FailureCause(row.cause) for row in rows}


async def find(
    session: AsyncSession, cause: FailureCause | None, before: UUID | None, limit: int
) -> Sequence[GivenUp]:
    """The newest first."""
    statement = select(GivenUp).order_by(GivenUp.letter_id.desc()).limit(limit)
    if cause is not None:
        statement = statement.where(GivenUp.cause == cause.value)
    if before is not None:
        statement = statement.where(GivenUp.letter_id < before)
    return (await session.scalars(statement)).all()


async def page_of(session: AsyncSession, wanted: KeysetRequest) -> Page[GivenUp]:
    """A page of them, the newest first."""
    newest_first = replace(wanted, sort=f"-{GivenUp.letter_id.key}")
    return await paginate(
        session, select(GivenUp), newest_first, by=(GivenUp.letter_id,), columns=_COLUMNS
    )
