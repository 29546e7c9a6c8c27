"""What waits to be sent."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, case, exists, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.notifications.bundles.queries import HELD
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
_HELD = table.c.group_key.in_(HELD)
_DEPTH = (
    select(
        messages.c.kind,
        func.count().label("number"),
        func.count(case((_HELD, 1))).label("held"),
        func.min(case((~_HELD, messages.c.created_at))).label("oldest"),
    )
    .select_from(table.join(messages, messages.c.id == table.c.message_id))
    .where(table.c.state.in_(UNSETTLED))
    .group_by(messages.c.kind)
    .execution_options(**CROSSING)
)

_beside = table.alias("beside")
NOT_UNDER_WAY = ~exists().where(
    _beside.c.group_key == table.c.group_key,
    _beside.c.channel == table.c.channel,
    _beside.c.state == State.LEASED,
)
"""Asked again when the group is locked: another instance may just have taken some of it."""


class Depth(NamedTuple):
    """How many are not settled, how many of them wait on purpose, since when the first other."""

    number: int
    held: int
    oldest: datetime | None


async def next_due(session: AsyncSession) -> datetime | None:
    """When the first becomes due or the first lease lapses; None if neither will."""
    moments = (await session.execute(_NEXT_DUE)).one()
    return min((moment for moment in moments if moment is not None), default=None)


async def depth(session: AsyncSession, now: datetime) -> dict[LetterKind, Depth]:
    """What waits of each kind."""
    rows = await session.execute(_DEPTH, {"now": now})
    return {LetterKind(row.kind): Depth(row.number, row.held, row.oldest) for row in rows}


def by_no_index(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    """Or PostgreSQL goes through all that is due, to find few of it by their group."""
    return case((condition, 1), else_=0) == 1
