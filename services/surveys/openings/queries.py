"""What an opened urn amounts to."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.surveys.openings.models import OpenedText, Tally
from services.surveys.openings.values import Count


async def counts_of(session: AsyncSession, tenant: str, urn_id: UUID) -> list[Count]:
    """What an opened urn amounts to, in a fixed order."""
    columns = (Tally.question_key, Tally.row_key, Tally.group_code, Tally.value_key, Tally.n)
    find = select(*columns).where(Tally.tenant == tenant, Tally.urn_id == urn_id)
    return [Count(*row) for row in await session.execute(find.order_by(*columns))]


async def texts_of(
    session: AsyncSession, tenant: str, urn_id: UUID, question_key: str
) -> Sequence[str]:
    """In the order of their random ids."""
    find = select(OpenedText.text).where(
        OpenedText.tenant == tenant,
        OpenedText.urn_id == urn_id,
        OpenedText.question_key == question_key,
    )
    return (await session.execute(find.order_by(OpenedText.id))).scalars().all()
