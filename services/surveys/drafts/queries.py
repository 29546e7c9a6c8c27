"""A questionnaire as it is edited."""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.surveys.drafts.values import Draft
from services.surveys.questionnaires import queries
from services.surveys.questionnaires.values import Document


async def draft(session: AsyncSession, tenant: str, questionnaire_id: UUID) -> Draft:
    """Raises ``NoResultFound``."""
    row = await queries.questionnaire(session, tenant, questionnaire_id)
    return Draft(Document.model_validate(row.document), row.next_key, row.title, row.version)
