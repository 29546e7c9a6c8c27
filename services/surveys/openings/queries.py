"""What an opened urn amounts to."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.surveys.openings import rules
from services.surveys.openings.models import OpenedText, Tally
from services.surveys.openings.values import TOTAL, Count, TallyKey, totals_only
from services.surveys.urns.values import OpenedSheet, Sheet


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


async def totals_of(
    session: AsyncSession, tenant: str, urn_ids: Sequence[UUID]
) -> Mapping[tuple[str, str], int]:
    """By question and value, what several opened urns amount to together."""
    columns = (Tally.question_key, Tally.value_key)
    find = select(*columns, func.sum(Tally.n)).where(
        Tally.tenant == tenant,
        Tally.urn_id.in_(urn_ids),
        Tally.row_key == "",
        Tally.group_code == TOTAL,
    )
    rows = await session.execute(find.group_by(*columns))
    return {(question, value): int(n) for question, value, n in rows}


async def texts_in(
    session: AsyncSession, tenant: str, urn_ids: Sequence[UUID], question_key: str
) -> Sequence[str]:
    """Of several opened urns together, in the order of their random ids."""
    find = select(OpenedText.text).where(
        OpenedText.tenant == tenant,
        OpenedText.urn_id.in_(urn_ids),
        OpenedText.question_key == question_key,
    )
    return (await session.execute(find.order_by(OpenedText.id))).scalars().all()


async def written_in(
    session: AsyncSession, tenant: str, urn_id: UUID
) -> Sequence[tuple[UUID, str, str]]:
    """Id, question and text of everything that was written, in the order of the random ids."""
    find = select(OpenedText.id, OpenedText.question_key, OpenedText.text).where(
        OpenedText.tenant == tenant, OpenedText.urn_id == urn_id
    )
    found = await session.execute(find.order_by(OpenedText.id))
    return [(key, question, text) for key, question, text in found]


def counted_openly(sheets: Sequence[Sheet]) -> Mapping[TallyKey, int]:
    """The same of sheets that were never sealed; of no groups."""
    return rules.tally([OpenedSheet(each, {}) for each in sheets], totals_only)
