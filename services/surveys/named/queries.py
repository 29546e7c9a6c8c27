"""What a link leads to, and who answered what."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.surveys.named.models import NamedAnswer, NamedInvitation, NamedLink
from services.surveys.people import queries as people
from services.surveys.urns.values import Sheet
from shared.database.reach import crossing


@dataclass(frozen=True)
class NamedVisit:
    """What a link leads to."""

    survey_id: UUID
    answered: bool


@dataclass(frozen=True)
class Answered:
    """What one person said, and when."""

    id: UUID
    name: str
    at: datetime
    sheet: Sheet


async def visit(session: AsyncSession, token: str) -> NamedVisit | None:
    """It changes nothing, because mail scanners follow links, too."""
    hashed = sha256(token.encode()).digest()
    find = (
        select(NamedInvitation.survey_id, NamedInvitation.answered_at)
        .join(NamedLink, NamedLink.invitation_id == NamedInvitation.id)
        .where(NamedLink.hash == hashed)
    )
    row = (await session.execute(crossing(find))).one_or_none()
    return None if row is None else NamedVisit(row.survey_id, row.answered_at is not None)


async def answered(session: AsyncSession, tenant: str, survey_id: UUID) -> int:
    """How many have."""
    count = select(func.count()).where(
        NamedInvitation.tenant == tenant,
        NamedInvitation.survey_id == survey_id,
        NamedInvitation.answered_at.is_not(None),
    )
    return (await session.execute(count)).scalar_one()


async def answers_of(session: AsyncSession, tenant: str, survey_id: UUID) -> Sequence[Answered]:
    """In the order in which they were given."""
    query = (
        select(NamedInvitation, NamedAnswer)
        .join(NamedAnswer, NamedAnswer.invitation_id == NamedInvitation.id)
        .where(NamedInvitation.tenant == tenant, NamedInvitation.survey_id == survey_id)
        .order_by(NamedInvitation.answered_at, NamedInvitation.id)
    )
    rows = (await session.execute(query)).all()
    names = await people.names_of(session, tenant, {row.person_id for row, _ in rows})
    return [
        Answered(row.id, names[row.person_id], row.answered_at, Sheet(given.choices, given.texts))
        for row, given in rows
        if row.answered_at is not None
    ]
