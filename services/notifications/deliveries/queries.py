"""What waits to be sent."""

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.notifications.deliveries.values import UNSETTLED, Channel, State
from services.notifications.mails.values import every_kind
from services.notifications.models import deliveries as table
from services.notifications.models import messages
from shared.contracts.notifications import LetterKind
from shared.database.reach import CROSSING

_MAIL = table.c.channel == Channel.MAIL
_NEXT_DUE = select(
    *(
        select(func.min(table.c.not_before))
        .where(_MAIL, table.c.state == State.QUEUED, table.c.priority == priority)
        .scalar_subquery()
        for priority in sorted({mail.priority for mail in every_kind().values()})
    ),
    select(func.min(table.c.leased_until))
    .where(_MAIL, table.c.state == State.LEASED)
    .scalar_subquery(),
)
"""Priority by priority, because that is how the index of due deliveries is read."""
_DEPTH = (
    select(messages.c.kind, func.count(), func.min(messages.c.created_at))
    .select_from(table.join(messages, messages.c.id == table.c.message_id))
    .where(table.c.state.in_(UNSETTLED))
    .group_by(messages.c.kind)
    .execution_options(**CROSSING)
)


async def next_due(session: AsyncSession) -> datetime | None:
    """When the first becomes due or the first lease lapses; None if neither will."""
    moments = (await session.execute(_NEXT_DUE)).one()
    return min((moment for moment in moments if moment is not None), default=None)


async def depth(session: AsyncSession) -> dict[LetterKind, tuple[int, datetime]]:
    """How many of each kind are not settled, and since when the oldest waits."""
    rows = await session.execute(_DEPTH)
    return {LetterKind(kind): (count, oldest) for kind, count, oldest in rows}
