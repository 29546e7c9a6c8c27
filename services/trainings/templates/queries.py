"""What the tasks of a template are called."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.trainings.templates.models import TemplateTask


async def titles(session: AsyncSession, template_id: UUID) -> dict[str, str]:
    """By code."""
    query = select(TemplateTask.code, TemplateTask.title)
    found = await session.execute(query.where(TemplateTask.template_id == template_id))
    return dict(found.all())
