"""Questions of a gathering."""

from uuid import UUID

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.trainings.models import Gathering
from services.trainings.questions.models import AnswerLimit, Question
from services.trainings.questions.values import Asked, Sheet


def there(gathering_id: ColumnElement[UUID]) -> ColumnElement[bool]:
    """Whether it has any, as a condition of a statement about gatherings."""
    return exists().where(Question.gathering_id == gathering_id)


async def sheet(session: AsyncSession, tenant: str, gathering_id: UUID) -> Sheet:
    """In the order in which they were added; most gatherings have none."""
    mine = (Question.tenant == tenant, Question.gathering_id == gathering_id)
    query = (
        select(Question, AnswerLimit.until, Gathering.needs_approval)
        .join(Gathering, Gathering.id == Question.gathering_id)
        .outerjoin(AnswerLimit, AnswerLimit.gathering_id == Question.gathering_id)
        .where(*mine)
        .order_by(Question.id)
    )
    rows = (await session.execute(query)).all()
    found = [asked(row, later=row.later and needs) for row, _, needs in rows]
    return Sheet(found, rows[0][1] if rows else None)


async def one(
    session: AsyncSession, tenant: str, gathering_id: UUID, question_id: UUID
) -> Question:
    """Raises ``NoResultFound``."""
    mine = (
        Question.tenant == tenant,
        Question.gathering_id == gathering_id,
        Question.id == question_id,
    )
    return (await session.scalars(select(Question).where(*mine))).one()


async def limit(session: AsyncSession, tenant: str, gathering_id: UUID) -> AnswerLimit | None:
    """None where the office has never named a day."""
    mine = (AnswerLimit.tenant == tenant, AnswerLimit.gathering_id == gathering_id)
    return (await session.scalars(select(AnswerLimit).where(*mine))).one_or_none()


def asked(row: Question, *, later: bool = False) -> Asked:
    """As forms and lists need it."""
    return Asked(
        id=row.id,
        kind=row.kind,
        text=row.text,
        hint=row.hint,
        choices=tuple(row.choices),
        required=row.required,
        decisive=row.decisive,
        later=later,
    )
