"""Holds what may not go out yet, together with whatever else waits for the same person."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import and_, delete, exists, select, tuple_, update

from services.notifications.bundles.models import Bundle
from services.notifications.bundles.models import bundles as table
from services.notifications.bundles.rules import was_offered
from services.notifications.deliveries import use_cases as deliveries
from services.notifications.deliveries.use_cases import Held
from services.notifications.deliveries.values import Channel
from services.notifications.models import deliveries as delivery_table
from services.notifications.values import Candidate
from shared.database.tables import Tenant, row_of
from shared.database.writes import insert_rows
from shared.messaging.unit_of_work import UnitOfWork

Moment = tuple[UUID, Tenant, datetime]
"""For whom, of which municipality, and until when."""
_HEAD = exists().where(
    delivery_table.c.message_id == table.c.group_key, delivery_table.c.channel == Channel.MAIL
)


async def hold(uow: UnitOfWork, held: Sequence[tuple[Candidate, datetime]]) -> None:
    """Not before then; what was offered already stays with what it was offered with."""
    moments = {each.owed.id: _moment(each, until) for each, until in held}
    heads: dict[Moment, UUID] = {}
    for key, moment in moments.items():
        if moment is not None:
            heads[moment] = min(key, heads.get(moment, key))
    keys = await _keys(uow, heads) if heads else {}
    await deliveries.hold(
        uow,
        [
            Held(each.owed, until, each.person_id, keys[moment] if moment else each.owed.group_key)
            for each, until in held
            for moment in [moments[each.owed.id]]
        ],
    )


async def forget(uow: UnitOfWork, person_ids: Collection[UUID]) -> None:
    """Nothing is gathered for who was erased."""
    await uow.session.execute(delete(table).where(table.c.person_id.in_(person_ids)))


def _moment(held: Candidate, until: datetime) -> Moment | None:
    owed = held.owed
    if held.person_id is None or was_offered(owed):
        return None
    return held.person_id, owed.tenant, until


async def _keys(uow: UnitOfWork, heads: Mapping[Moment, UUID]) -> Mapping[Moment, UUID]:
    """By which each travels: what came first leads, as long as there is such a message."""
    rows = [
        row_of(Bundle)(person_id=person, tenant=tenant, due_at=until, group_key=head)
        for (person, tenant, until), head in heads.items()
    ]
    await insert_rows(uow.session, table, rows, ignore_conflicts=True)
    key = (table.c.person_id, table.c.tenant, table.c.due_at)
    mine = select(*key, table.c.group_key, _HEAD.label("led")).where(tuple_(*key).in_(heads))
    found: dict[Moment, UUID] = {}
    for row in await uow.session.execute(mine):
        moment = (row.person_id, row.tenant, row.due_at)
        found[moment] = row.group_key if row.led else heads[moment]
        if not row.led:
            this = and_(*(each == value for each, value in zip(key, moment, strict=True)))
            led_anew = update(table).where(this).values(group_key=heads[moment])
            await uow.session.execute(led_anew)
    return found
