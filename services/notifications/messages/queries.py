"""What people are owed already, and what messages say."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import and_, case, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.notifications.deliveries.values import Channel, State
from services.notifications.messages.rules import Matter
from services.notifications.messages.values import Underway
from services.notifications.models import Message, deliveries
from services.notifications.models import messages as table
from services.notifications.values import Letter, Notice, Owed
from shared.contracts.directory import Role
from shared.contracts.notifications import LetterKind
from shared.database.engine import Reader
from shared.database.lists import in_list
from shared.database.reach import crossing
from shared.messaging.event import Cause

_BOTH = table.join(deliveries, deliveries.c.message_id == table.c.id)
_OPEN = and_(
    deliveries.c.state == State.QUEUED,
    deliveries.c.mail_id.is_(None),
    deliveries.c.lease_id.is_(None),
    deliveries.c.attempts == 0,
)
"""Of which it is certain that it has not gone out."""
_UNDERWAY = (
    select(
        table.c.person_id,
        table.c.kind,
        table.c.tenant,
        table.c.subject_id,
        deliveries.c.group_key,
        func.min(case((_OPEN, deliveries.c.not_before))).label("due"),
        func.max(case((deliveries.c.state == State.SENT, deliveries.c.settled_at))).label("sent"),
    )
    .select_from(_BOTH)
    .where(in_list(table.c.person_id, "people"))
    .group_by(
        table.c.person_id, table.c.kind, table.c.tenant, table.c.subject_id, deliveries.c.group_key
    )
)


async def underway(
    reader: Reader, people: Collection[UUID], single: Collection[LetterKind] = ()
) -> Mapping[Matter, Underway]:
    """What each of them is owed that nobody has tried to send yet, and when the last went out.

    Of ``single`` kinds by subject.
    """
    found: dict[Matter, Underway] = {}
    for row in await reader.execute(_UNDERWAY, {"people": list(people)}):
        kind = LetterKind(row.kind)
        matter = (row.person_id, kind, row.tenant, row.subject_id if kind in single else None)
        before = found.get(matter, Underway())
        moments: list[datetime] = [each for each in (before.sent_at, row.sent) if each]
        group = (row.group_key, row.due) if row.due else before.group
        found[matter] = Underway(group, max(moments, default=None))
    return found


async def read_owed(
    session: AsyncSession, leased: Sequence[Any], lease_id: UUID | None = None
) -> list[Owed]:
    """What these rows of deliveries are deliveries of, the most important first.

    With another ``lease_id`` they were in somebody's hands before.
    """
    found = crossing(select(table).where(in_list(table.c.id, "ids")))
    rows = await session.execute(found, {"ids": [each.message_id for each in leased]})
    messages = {row.id: row for row in rows}
    both = [(messages[each.message_id], each) for each in leased if each.message_id in messages]
    both.sort(key=lambda each: (each[1].priority, each[0].happened_at, each[0].id))
    return [_owed(*each, lease_id) for each in both]


async def owed_of(session: AsyncSession, tenant: str, shown: Sequence[Message]) -> list[Owed]:
    """What a municipality's messages say, whether or not their mails are leased."""
    found = select(deliveries).where(
        deliveries.c.tenant == tenant,
        deliveries.c.channel == Channel.MAIL,
        in_list(deliveries.c.message_id, "ids"),
    )
    rows = await session.execute(found, {"ids": [each.id for each in shown]})
    by_id = {row.message_id: row for row in rows}
    both = [(each, by_id[each.id]) for each in shown if each.id in by_id]
    return [_owed(message, delivery, delivery.lease_id) for message, delivery in both]


def _owed(message: Any, delivery: Any, lease_id: UUID | None) -> Owed:
    """Patience begins anew when an operator has put it back."""
    common = {
        "id": message.id,
        "group_key": delivery.group_key,
        "tenant": message.tenant,
        "kind": LetterKind(message.kind),
        "payload": message.payload,
        "priority": delivery.priority,
        "attempts": delivery.attempts,
        "created_at": message.created_at,
        "since": delivery.put_back_at or message.created_at,
        "happened_at": message.happened_at,
        "cause": Cause(message.tenant, message.correlation_id, message.causation_id),
        "expires_on": message.expires_on,
        "offered_with": None if delivery.lease_id == lease_id else delivery.lease_id,
        "mail_id": delivery.mail_id,
    }
    if message.person_id is not None:
        return Notice(**common, person_id=message.person_id, subject_id=message.subject_id)
    return Letter(
        **common,
        worker_id=message.worker_id,
        employment_id=message.employment_id,
        onboarding_id=message.onboarding_id,
        role=Role(message.role),
        organization_id=message.organization_id,
    )
