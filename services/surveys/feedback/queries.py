"""What is asked about."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.surveys.feedback.models import Feedback
from services.surveys.feedback.values import Asked
from shared.database.paging import KeysetRequest, Page, paginate
from shared.database.reach import crossing


async def behind(session: AsyncSession, survey_id: UUID) -> Asked:
    """What a link is about, whose secret has shown the way to it."""
    query = crossing(select(Feedback).where(Feedback.id == survey_id))
    return asked((await session.scalars(query)).one())


async def one(session: AsyncSession, tenant: str, feedback_id: UUID) -> Asked:
    """Raises ``NoResultFound``."""
    mine = (Feedback.tenant == tenant, Feedback.id == feedback_id)
    return asked((await session.scalars(select(Feedback).where(*mine))).one())


async def page_of(session: AsyncSession, tenant: str, page: KeysetRequest) -> Page[Feedback]:
    """From the latest gathering on."""
    query = select(Feedback).where(Feedback.tenant == tenant)
    latest_first = replace(page, sort=f"-{Feedback.last_day.key}")
    return await paginate(session, query, latest_first, by=(Feedback.last_day, Feedback.id))


async def waiting(session: AsyncSession) -> Sequence[UUID]:
    """Those whose urn is not planned yet."""
    query = select(Feedback.id).where(Feedback.rights.is_not(None))
    return (await session.scalars(crossing(query))).all()


def asked(row: Feedback) -> Asked:
    return Asked(
        row.id,
        row.tenant,
        row.title,
        row.last_day,
        row.closes_at,
        row.invited,
        row.rights is not None,
    )
