"""What groups there are, and who was in those of a survey when it was started."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.surveys.survey_groups.models import Group, SurveyMember


async def groups(session: AsyncSession, tenant: str) -> Sequence[tuple[UUID, str]]:
    """The municipality's by name."""
    query = select(Group.group_id, Group.name).where(Group.tenant == tenant)
    rows = await session.execute(query.order_by(Group.name, Group.group_id))
    return [(row.group_id, row.name) for row in rows]


async def members_of(session: AsyncSession, tenant: str, survey_id: UUID) -> frozenset[UUID]:
    """Whoever was in its groups when it was started; nobody once it has begun."""
    mine = (SurveyMember.tenant == tenant, SurveyMember.survey_id == survey_id)
    return frozenset(await session.scalars(select(SurveyMember.person_id).where(*mine)))
