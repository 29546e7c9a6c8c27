"""Letters that were given up, as pages and programs list them."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.notifications.undeliverable.models import GivenUp
from services.notifications.undeliverable.values import FailureCause


async def count(session: AsyncSession) -> dict[FailureCause, int]:
    """How many were given up for each cause, most first."""
    number = func.count()
    rows = await session.execute(
        select(GivenUp.cause, number).group_by(GivenUp.cause).order_by(number.desc())
    )
    return {FailureCause(cause): many for cause, many in rows}


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
