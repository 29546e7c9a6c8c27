"""Queues what endpoints are told, leases what is due, and notes what became of it."""

from collections.abc import Collection, Sequence
from dataclasses import fields
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, delete, select, update

from services.notifications.attempts.models import WebhookAttempt, attempts
from services.notifications.attempts.models import deliveries as table
from services.notifications.attempts.queries import delivery, latest
from services.notifications.attempts.rules import is_told, numbered, row, subject_of, test_row
from services.notifications.attempts.values import CHANNEL, KEPT, LEFT, DeliveryState, Due
from services.notifications.endpoints.queries import SUBSCRIBING, subscribers
from services.notifications.posting.values import Answer
from shared.database.tables import RowOf, row_of
from shared.database.writes import insert_rows
from shared.ids import new_id
from shared.messaging.router import Received
from shared.messaging.unit_of_work import BulkUnitOfWork, UnitOfWork
from shared.privacy.declared import Deletion
from shared.retention.chosen import is_over

LEASE = timedelta(minutes=2)
"""Longer than the longest attempt."""
REPAIR = timedelta(minutes=10)
"""After which a fault of ours may be mended."""
_DUE = tuple(each.name for each in fields(Due))


async def queue(uow: BulkUnitOfWork, events: Sequence[Received[Any]]) -> None:
    """One row for each fact and endpoint that is to be told of it; no look-up where nobody is.

    Nothing of what would be forgotten at once, as when history is handled again.
    """
    having = await uow.having(SUBSCRIBING, {event.tenant for event in events})
    if not having:
        return
    known = await subscribers(uow.reader, having)
    since = uow.now - KEPT
    wanted = [
        event
        for event in events
        if event.message.time > since and any(is_told(each, event) for each in known)
    ]
    if not wanted:
        return
    before = await latest(uow.reader, {subject_of(event.body) for event in wanted})
    rows = [
        row(event, number, each, uow.now)
        for event, number in numbered(wanted, before, uow.now)
        for each in known
        if is_told(each, event)
    ]
    uow.insert_missing(table, rows)
    uow.notify(CHANNEL)


async def send_test(uow: UnitOfWork, tenant: str, endpoint_id: UUID) -> UUID:
    """An event that is about nobody; returns its delivery."""
    test = test_row(new_id(), tenant, endpoint_id, uow.now)
    await insert_rows(uow.session, table, [test])
    uow.notify(CHANNEL)
    return UUID(str(test["id"]))


async def send_again(uow: UnitOfWork, tenant: str, endpoint_id: UUID, delivery_id: UUID) -> None:
    """The same event under the same id, with all its attempts before it; raises ``NoResultFound``.

    One that is on its way already stays as it is.
    """
    await delivery(uow.session, tenant, endpoint_id, delivery_id)
    mine = (table.c.tenant == tenant) & (table.c.id == delivery_id)
    await _queue_again(uow, mine & (table.c.state != DeliveryState.LEASED))


async def send_left(uow: UnitOfWork, tenant: str, endpoint_id: UUID) -> None:
    """Everything that did not arrive, at once and the oldest first."""
    mine = (table.c.tenant == tenant) & (table.c.endpoint_id == endpoint_id)
    await _queue_again(uow, mine & table.c.state.in_(LEFT))


async def skip_left(uow: UnitOfWork, tenant: str, endpoint_id: UUID) -> None:
    """What was kept is not wanted."""
    mine = (table.c.tenant == tenant, table.c.endpoint_id == endpoint_id)
    held = update(table).where(*mine, table.c.state == DeliveryState.HELD)
    await uow.session.execute(held.values(state=DeliveryState.SKIPPED.value, settled_at=uow.now))


async def hold(uow: UnitOfWork, tenant: str, endpoint_ids: Collection[UUID]) -> None:
    """They are switched off: what waits is kept. What is just being sent keeps the truth."""
    mine = (table.c.tenant == tenant, table.c.endpoint_id.in_(endpoint_ids))
    queued = update(table).where(*mine, table.c.state == DeliveryState.QUEUED)
    await uow.session.execute(queued.values(state=DeliveryState.HELD.value))


async def lease(
    uow: UnitOfWork,
    holder: UUID,
    at_most: int,
    busy: Collection[UUID],
    full: Collection[str] = (),
) -> Sequence[Due]:
    """Take what is due longest, but nothing for those that are ``busy``; lapsed leases, too.

    Nothing either of municipalities of which as much as may is under way.
    """
    due = (
        select(table.c.id)
        .where(
            ((table.c.state == DeliveryState.QUEUED) & (table.c.not_before <= uow.now))
            | ((table.c.state == DeliveryState.LEASED) & (table.c.leased_until <= uow.now)),
            table.c.endpoint_id.not_in(busy),
            table.c.tenant.not_in(full),
        )
        .order_by(table.c.not_before, table.c.sequence)
        .limit(at_most)
        .with_for_update(skip_locked=True)
    )
    ids = (await uow.session.execute(due)).scalars().all()
    if not ids:
        return []
    until = uow.now + LEASE
    taken = await uow.session.execute(
        update(table)
        .where(table.c.id.in_(ids))
        .values(state=DeliveryState.LEASED.value, leased_until=until, leased_by=holder)
        .returning(*(table.c[name] for name in _DUE))
    )
    found = [Due(*each) for each in taken]
    return sorted(found, key=lambda each: (each.happened_at, each.sequence))


async def settle(
    uow: UnitOfWork,
    due: Due,
    holder: UUID,
    answer: Answer,
    again: timedelta | None,
    *,
    held: bool = False,
) -> None:
    """Note the attempt; it is tried ``again`` after that time, or not, or kept for later.

    Nothing, if it is in other hands by now, or of somebody who was erased meanwhile.
    """
    state = DeliveryState.HELD if held else DeliveryState.QUEUED
    if again is None:
        state = DeliveryState.ACCEPTED if answer.is_success else DeliveryState.GIVEN_UP
    mine = update(table).where(table.c.id == due.id, table.c.leased_by == holder)
    noted = await uow.session.execute(
        mine.values(
            state=state.value,
            attempts=due.attempts + 1,
            not_before=uow.now + (again or timedelta(0)),
            settled_at=None if again else uow.now,
            leased_until=None,
            leased_by=None,
        ).returning(table.c.id)
    )
    if noted.first() is not None:
        await insert_rows(uow.session, attempts, [_attempt(due, answer, uow.now)])


def _attempt(due: Due, answer: Answer, now: datetime) -> RowOf[WebhookAttempt]:
    return row_of(WebhookAttempt)(
        id=new_id(),
        tenant=due.tenant,
        delivery_id=due.id,
        at=now,
        outcome=answer.outcome.value,
        status=answer.status,
        milliseconds=answer.milliseconds,
    )


async def put_off(uow: UnitOfWork, due: Due, holder: UUID) -> None:
    """A fault of ours, so no attempt."""
    free = {"state": DeliveryState.QUEUED.value, "leased_until": None, "leased_by": None}
    mine = update(table).where(table.c.id == due.id, table.c.leased_by == holder)
    await uow.session.execute(mine.values(**free, not_before=uow.now + REPAIR))


async def give_back(uow: UnitOfWork, leased: ColumnElement[bool]) -> None:
    """What was taken and never tried to its end is due again."""
    free = {"state": DeliveryState.QUEUED.value, "leased_until": None, "leased_by": None}
    mine = (table.c.state == DeliveryState.LEASED, leased)
    await uow.session.execute(update(table).where(*mine).values(free))


async def give_back_of(uow: UnitOfWork, holder: UUID) -> None:
    """All that this holder took."""
    await give_back(uow, table.c.leased_by == holder)


async def give_back_all(uow: UnitOfWork) -> None:
    """A process that was killed held these; for where there never is a second one."""
    await give_back(uow, table.c.leased_until.is_not(None))


async def forget(uow: UnitOfWork, worker_ids: Collection[UUID]) -> None:
    """Who was erased is in no log, and nothing more is sent."""
    await _forget(uow, table.c.worker_id.in_(worker_ids))


async def forget_older(uow: UnitOfWork) -> None:
    """Whatever became of it."""
    await _forget(uow, await is_over(uow, Deletion.NINETY_DAYS, table.c.created_at, table.c.tenant))


async def _forget(uow: UnitOfWork, mine: ColumnElement[bool]) -> None:
    these = select(table.c.id).where(mine)
    await uow.session.execute(delete(attempts).where(attempts.c.delivery_id.in_(these)))
    await uow.session.execute(delete(table).where(mine))


async def _queue_again(uow: UnitOfWork, mine: ColumnElement[bool]) -> None:
    anew = {"state": DeliveryState.QUEUED.value, "not_before": uow.now, "settled_at": None}
    await uow.session.execute(update(table).where(mine).values(**anew, attempts=0))
    uow.notify(CHANNEL)
