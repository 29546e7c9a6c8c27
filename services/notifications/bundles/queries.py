"""Whether the moment has come for what somebody wants gathered."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, and_, bindparam, exists, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.notifications.bundles.models import bundles as table
from services.notifications.bundles.rules import Due, waits_until, was_offered
from services.notifications.bundles.values import Pace
from services.notifications.deliveries.values import Channel, Hold, Occasion, State, Verdict
from services.notifications.hours.queries import hours_of
from services.notifications.models import deliveries
from services.notifications.values import Candidate
from shared.database.lists import in_list
from shared.database.tables import Tenant

_BEGUN = exists().where(
    deliveries.c.group_key == table.c.group_key,
    deliveries.c.channel == Channel.MAIL,
    or_(
        and_(deliveries.c.state == State.SENT, deliveries.c.settled_at >= table.c.due_at),
        deliveries.c.mail_id.is_not(None),
        and_(deliveries.c.state == State.QUEUED, deliveries.c.lease_id.is_not(None)),
    ),
)
"""A message that was held again leads by the same key as before."""
_DUE = select(table.c.person_id, table.c.due_at, table.c.group_key, _BEGUN.label("begun")).where(
    in_list(table.c.person_id, "people"),
    table.c.tenant == bindparam("town"),
    table.c.due_at <= bindparam("now"),
)

HELD = select(table.c.group_key).where(table.c.due_at > bindparam("now"))
"""The keys by which travels what is held on purpose."""


def held_in(tenant: Tenant) -> Select[tuple[UUID]]:
    """The same of one municipality."""
    return HELD.where(table.c.tenant == tenant)


async def judge_paces(
    occasion: Occasion, gathered: Sequence[tuple[Candidate, Pace]]
) -> Mapping[UUID, Verdict]:
    """What is gathered goes out at its moment, once for each, and not on days of rest.

    What joins a mail whose moment has passed is there in the next round; the rest waits for it.
    """
    known = [(each.person_id, each, pace) for each, pace in gathered if each.person_id is not None]
    people = {person_id for person_id, *_ in known}
    if not people:
        return {}
    tenant = gathered[0][0].owed.tenant
    hours = await hours_of(occasion.session, tenant, people)
    due = await _due(occasion.session, tenant, people, occasion.now)
    moments: dict[UUID, datetime] = {}
    joins: dict[UUID, datetime] = {}
    for person_id, each, pace in known:
        window, mine = hours.of(person_id), due[person_id]
        until = waits_until(each.owed, pace, window, occasion.now, mine)
        if until is not None:
            moments[each.owed.id] = until
            if until <= occasion.now:
                joins[person_id] = until
    for person_id, each, _ in known:
        if person_id in joins and not was_offered(each.owed):
            moments.setdefault(each.owed.id, joins[person_id])
    return {key: Hold(until) for key, until in moments.items()}


async def _due(
    session: AsyncSession, tenant: Tenant, people: Collection[UUID], now: datetime
) -> Mapping[UUID, Sequence[Due]]:
    given = {"people": list(people), "town": tenant, "now": now}
    found: defaultdict[UUID, list[Due]] = defaultdict(list)
    for row in await session.execute(_DUE, given):
        found[row.person_id].append(Due(row.due_at, row.group_key, row.begun))
    return found
