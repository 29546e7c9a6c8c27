"""What is owed, and what did not go out; nobody is named."""

from collections.abc import Collection, Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.notifications.notices.models import notices as table
from services.notifications.notices.values import State
from services.notifications.undeliverable.values import FailureCause
from shared.contracts.notifications import LetterKind
from shared.database.lists import in_list
from shared.database.reach import CROSSING

_QUEUED = table.c.state == State.QUEUED


async def last_sent(
    session: AsyncSession, kind: LetterKind, people: Collection[UUID]
) -> Mapping[UUID, datetime]:
    """When each of them was sent a notice of this kind last."""
    query = (
        select(table.c.person_id, func.max(table.c.settled_at).label("sent_at"))
        .where(in_list(table.c.person_id, "people"))
        .where(table.c.kind == kind.value, table.c.state == State.SENT)
        .group_by(table.c.person_id)
    )
    rows = await session.execute(query, {"people": list(people)})
    return {row.person_id: row.sent_at for row in rows}


async def next_due(session: AsyncSession) -> datetime | None:
    """When the first becomes due or its lease lapses; None if none is owed."""
    moment = func.min(func.coalesce(table.c.leased_until, table.c.not_before))
    found: datetime | None = (await session.execute(select(moment).where(_QUEUED))).scalar()
    return found


async def depth(session: AsyncSession) -> dict[LetterKind, tuple[int, datetime]]:
    """How many notices of each kind are owed, and since when the oldest waits."""
    query = select(table.c.kind, func.count(), func.min(table.c.created_at)).where(_QUEUED)
    rows = await session.execute(query.group_by(table.c.kind).execution_options(**CROSSING))
    return {LetterKind(kind): (count, oldest) for kind, count, oldest in rows}


async def failed(session: AsyncSession) -> dict[FailureCause, int]:
    """How many of those still kept reached nobody, by cause."""
    given_up = select(table.c.failure, func.count()).where(table.c.state == State.FAILED)
    rows = await session.execute(given_up.group_by(table.c.failure).execution_options(**CROSSING))
    return {FailureCause(cause): count for cause, count in rows}
