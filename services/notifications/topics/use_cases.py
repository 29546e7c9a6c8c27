"""Keeps answers sealed until whoever is told has a message of their own."""

from collections.abc import Callable, Sequence
from uuid import UUID

import orjson
import structlog
from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.notifications.inbox.values import CHANNEL as SHOWN
from services.notifications.messages import use_cases as messages
from services.notifications.messages.values import Telling
from services.notifications.topics.models import SealedAnswer, sealed_answers
from services.notifications.topics.values import DECLINED, PLANNED
from shared.contracts.topics import TopicAnswered, TopicOutcome
from shared.database.reach import crossing
from shared.database.tables import row_of
from shared.database.writes import insert_rows
from shared.messaging.event import SANDBOX, Cause
from shared.messaging.router import Received
from shared.messaging.unit_of_work import UnitOfWork
from shared.signing.sealing import Sealed

CHANNEL = "topics"
"""Notified when an answer has arrived."""
Unseal = Callable[[str], bytes]

log = structlog.get_logger()


async def keep(uow: UnitOfWork, events: Sequence[Received[TopicAnswered]]) -> None:
    """Of what is only tried out nobody is told."""
    make = row_of(SealedAnswer)
    rows = [
        make(
            tenant=each.tenant,
            id=each.message.id,
            proposal_id=each.body.proposal_id,
            outcome=each.body.outcome,
            gathering_id=each.body.gathering_id,
            sealed=each.body.sealed,
            happened_at=each.message.time,
            correlation_id=each.message.correlation_id,
        )
        for each in events
        if each.tenant != SANDBOX and isinstance(each.body.outcome, TopicOutcome)
    ]
    await insert_rows(uow.session, sealed_answers, rows)
    uow.notify(CHANNEL)


async def anything_sealed(session: AsyncSession) -> bool:
    """Whether somebody is to be told."""
    query = crossing(select(SealedAnswer.id).limit(1))
    return (await session.execute(query)).first() is not None


async def tell_next(uow: UnitOfWork, unseal: Unseal) -> bool:
    """Of the oldest answer; what nobody can open any more is dropped, and said in the log."""
    oldest = select(SealedAnswer).order_by(SealedAnswer.happened_at).limit(1)
    locked = crossing(oldest.with_for_update(skip_locked=True))
    row = (await uow.session.scalars(locked)).one_or_none()
    if row is None:
        return False
    try:
        _tell(uow, row, orjson.loads(unseal(row.sealed)))
    except Sealed:
        log.warning("topic.sealed")
    mine = (sealed_answers.c.tenant == row.tenant, sealed_answers.c.id == row.id)
    await uow.session.execute(delete(sealed_answers).where(*mine))
    return True


def _tell(uow: UnitOfWork, row: SealedAnswer, said: dict[str, object]) -> None:
    people = said["people"]
    assert isinstance(people, list)
    telling = Telling(
        kind=DECLINED if row.outcome is TopicOutcome.DECLINED else PLANNED,
        fact=row.id,
        happened_at=row.happened_at,
        cause=Cause(row.tenant, row.correlation_id, row.id),
        payload={"title": said["title"], "why": said["reason"]},
    )
    subject = row.gathering_id or row.proposal_id
    if people:
        messages.tell(uow.bulk, telling, {UUID(each): subject for each in people})
        uow.notify(SHOWN, {row.tenant})
