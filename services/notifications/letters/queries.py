"""What waits to be sent."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.notifications.letters.models import letters as table
from services.notifications.letters.rules import UNSETTLED, State
from services.notifications.mails.values import mail_kinds
from shared.contracts.notifications import LetterKind
from shared.database.reach import CROSSING

_NEXT_DUE = select(
    *(
        select(func.min(table.c.not_before))
        .where(table.c.state == State.QUEUED, table.c.priority == priority)
        .scalar_subquery()
        for priority in sorted({mail.priority for mail in mail_kinds().values()})
    ),
    select(func.min(table.c.leased_until)).where(table.c.state == State.LEASED).scalar_subquery(),
)
"""Priority by priority, because that is how the index of due letters is read."""
_DEPTH = (
    select(table.c.kind, func.count(), func.min(table.c.created_at))
    .where(table.c.state.in_(UNSETTLED))
    .group_by(table.c.kind)
    .execution_options(**CROSSING)
)


async def next_due(session: AsyncSession) -> datetime | None:
    """When the first letter becomes due or the first lease lapses; None if neither will."""
    moments = (await session.execute(_NEXT_DUE)).one()
    return min((moment for moment in moments if moment is not None), default=None)


async def depth(session: AsyncSession) -> dict[LetterKind, tuple[int, datetime]]:
    """How many letters of each kind are not settled, and since when the oldest waits."""
    rows = await session.execute(_DEPTH)
    return {LetterKind(kind): (count, oldest) for kind, count, oldest in rows}
