"""Questions that an office has added."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from services.surveys.feedback.values import OWN, Question
from services.surveys.feedback_questions.models import FeedbackQuestion


async def drafts(
    session: AsyncSession, tenant: str, gathering_id: UUID
) -> Sequence[FeedbackQuestion]:
    """In the order in which they were added."""
    mine = (FeedbackQuestion.tenant == tenant, FeedbackQuestion.gathering_id == gathering_id)
    query = select(FeedbackQuestion).where(*mine).order_by(FeedbackQuestion.id)
    return (await session.scalars(query)).all()


async def questions_of(session: AsyncSession, tenant: str, gathering_id: UUID) -> list[Question]:
    """The same as they are asked."""
    rows = await drafts(session, tenant, gathering_id)
    return [
        Question(key, each.text, each.kind, tuple(each.options))
        for key, each in zip(OWN, rows, strict=False)
    ]


async def one(
    session: AsyncSession, tenant: str, gathering_id: UUID, question_id: UUID
) -> FeedbackQuestion:
    """Raises ``NoResultFound``."""
    mine = (
        FeedbackQuestion.tenant == tenant,
        FeedbackQuestion.gathering_id == gathering_id,
        FeedbackQuestion.id == question_id,
    )
    return (await session.scalars(select(FeedbackQuestion).where(*mine))).one()
