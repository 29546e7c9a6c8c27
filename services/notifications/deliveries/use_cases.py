"""Leases what is due, and notes what has become of it."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Executable, Select, bindparam, delete, func, select, update

from services.notifications.deliveries.queries import NOT_UNDER_WAY, by_no_index
from services.notifications.deliveries.rules import (
    UNCERTAIN_FOR,
    Change,
    Regrouped,
    change_of,
    look_again,
    put_off_until,
)
from services.notifications.deliveries.values import CHANNEL, UNSETTLED, Channel, State, delay_after
from services.notifications.messages.queries import read_owed
from services.notifications.models import deliveries as table
from services.notifications.recipients.queries import known
from services.notifications.values import Letter, Owed, Waiting
from shared.contracts.notifications import LetterFailed, LetterQueued, LetterSent
from shared.database.lists import in_list
from shared.database.reach import crossing
from shared.database.tables import Tenant
from shared.ids import new_id
from shared.messaging.unit_of_work import BulkUnitOfWork, UnitOfWork

LEASE = timedelta(minutes=2)
Settled = list[tuple[Owed, int]]
_WAKING = (
    update(table)
    .where(in_list(table.c.waits_for, "arrived"))
    .values(not_before=bindparam("now"), waits_for=None)
)
"""Only what is queued waits, or has until it was withdrawn; with the state as a condition
PostgreSQL would look at everything queued.
"""


def _settling(state: State, tried: int) -> Executable:
    open_still = table.c.state.not_in((State.SENT, State.UNDELIVERABLE))
    free = {"leased_until": None, "leased_by": None, "waits_for": None}
    return (
        update(table)
        .where(in_list(table.c.message_id, "ids"), table.c.channel == Channel.MAIL, open_still)
        .values(state=state, attempts=table.c.attempts + tried, settled_at=bindparam("now"), **free)
        .returning(table.c.message_id, table.c.attempts)
    )


_SENT, _WITHDRAWN = _settling(State.SENT, 1), _settling(State.WITHDRAWN, 0)
_TRIED, _UNTRIED = _settling(State.UNDELIVERABLE, 1), _settling(State.UNDELIVERABLE, 0)


class Held(NamedTuple):
    """What may not go out before then, for whom, and what it travels with."""

    owed: Owed
    until: datetime
    person_id: UUID | None
    group_key: UUID


def settled_before(moment: datetime) -> Select[tuple[UUID]]:
    """The messages of which nothing is under way, nor has been since."""
    return select(table.c.message_id).where(table.c.settled_at < moment)


def wake(uow: BulkUnitOfWork, arrived: Collection[UUID]) -> None:
    """Try again what waits for one of these copies."""
    uow.change(_WAKING, {"arrived": arrived, "now": uow.now})
    uow.notify(CHANNEL)


async def withdraw(uow: UnitOfWork, mine: Select[tuple[UUID]]) -> None:
    """Nothing more is sent of these messages."""
    open_still = table.c.state.in_((*UNSETTLED, State.UNDELIVERABLE))
    change = update(table).where(table.c.message_id.in_(mine), open_still)
    await uow.session.execute(change.values(state=State.WITHDRAWN, settled_at=uow.now))


async def forget(uow: UnitOfWork, mine: Select[tuple[UUID]]) -> None:
    """What travels with one of them travels alone."""
    others = table.c.group_key.in_(mine) & table.c.message_id.not_in(mine)
    await uow.session.execute(update(table).where(others).values(group_key=table.c.message_id))
    await uow.session.execute(delete(table).where(table.c.message_id.in_(mine)))


async def lease(uow: UnitOfWork, holder: UUID, at_most: int, *, lapsed: bool = True) -> list[Owed]:
    """Take what is due by mail, the most important first, and never half a group.

    A group is locked by its first delivery, so that no other instance takes the rest of it; those
    that another one is taking do not count, and what has come too late for a mail that is being
    sent waits until that is settled. Where nothing is due, and ``lapsed`` is true, leases that
    have run out are taken back.
    """
    now = uow.now
    due = (
        (table.c.channel == Channel.MAIL)
        & (table.c.state == State.QUEUED)
        & (table.c.not_before <= now)
        & NOT_UNDER_WAY
    )
    order = (table.c.priority, table.c.not_before)
    head = table.alias("head")
    together = (table.c.group_key == head.c.message_id) & (table.c.channel == head.c.channel)
    heads = select(head.c.message_id).join(table, together).where(due)
    first = heads.order_by(*order).limit(at_most).with_for_update(of=head, skip_locked=True)
    groups = {*(await uow.session.execute(first)).scalars()}
    if not groups:
        if lapsed:
            await _take_back(uow, table.c.leased_until <= uow.now)
        return []
    lease_id = new_id()
    mine = {"state": State.LEASED, "leased_by": holder, "leased_until": now + LEASE}
    taken = await uow.session.execute(
        update(table)
        .where(in_list(table.c.group_key, "groups"), by_no_index(due))
        .values(**mine, lease_id=func.coalesce(table.c.lease_id, lease_id), waits_for=None)
        .returning(table),
        {"groups": list(groups)},
    )
    return await read_owed(uow.session, taken.all(), lease_id)


async def take_back_all(uow: UnitOfWork) -> None:
    """A process that was killed held these leases; for where there never is a second one."""
    await _take_back(uow, table.c.leased_until.is_not(None))


async def give_back(uow: UnitOfWork, holder: UUID) -> None:
    """What this holder took before a fault, and perhaps without learning that it had."""
    await _take_back(uow, table.c.leased_by == holder)


async def mark_sent(uow: UnitOfWork, sent: Iterable[Owed]) -> set[UUID]:
    """The mail server has them; said once, even if a lapsed lease made somebody repeat it.

    Returns those of which it was not known: neither it is of whose person was erased meanwhile.
    """
    settled = await _settle(uow, sent, _SENT)
    for owed, attempts in settled:
        if isinstance(owed, Letter):
            uow.announce(LetterSent(**owed.facts, attempts=attempts), owed.cause)
    return {owed.id for owed, _ in settled}


async def withdraw_leased(uow: UnitOfWork, needless: Iterable[Owed]) -> None:
    """They were to be sent, but nobody has to be told any more."""
    await _settle(uow, needless, _WITHDRAWN)


async def give_up(uow: UnitOfWork, failed: Iterable[Owed], *, tried: bool) -> Settled:
    """They do not arrive unless an operator puts them back; returns them with their attempts."""
    return _announce_failed(uow, await _settle(uow, failed, _TRIED if tried else _UNTRIED))


async def take_returned(uow: UnitOfWork, message_ids: Collection[UUID]) -> Settled:
    """They were sent and came back; returns those of which nothing else has become since."""
    mine = in_list(table.c.message_id, "ids") & (table.c.channel == Channel.MAIL)
    lost = {"state": State.UNDELIVERABLE, "settled_at": uow.now}
    change = update(table).where(mine, table.c.state == State.SENT).values(**lost)
    rows = await uow.session.execute(change.returning(table), {"ids": list(message_ids)})
    back = await read_owed(uow.session, rows.all())
    return _announce_failed(uow, [(owed, owed.attempts) for owed in back])


async def put_back(uow: UnitOfWork, message_ids: Collection[UUID], tenant: str = "") -> list[UUID]:
    """Owe again what was given up, of one municipality or of all, as if new; returns which."""
    given_up = in_list(table.c.message_id, "ids") & (table.c.state == State.UNDELIVERABLE)
    if tenant:
        given_up &= table.c.tenant == tenant
    anew = {"state": State.QUEUED, "attempts": 0, "not_before": uow.now, "put_back_at": uow.now}
    fresh = {"mail_id": None, "lease_id": None, "settled_at": None}
    change = update(table).where(given_up).values(**anew, **fresh)
    rows = await uow.session.execute(change.returning(table), {"ids": list(message_ids)})
    back = await read_owed(uow.session, rows.all())
    for owed in back:
        if isinstance(owed, Letter):
            tasks = len(owed.payload.get("tasks", ()))
            uow.announce(LetterQueued(**owed.facts, tasks=tasks), owed.cause)
    uow.notify(CHANNEL)
    return [owed.id for owed in back]


async def put_off(uow: UnitOfWork, failed: Iterable[Owed]) -> None:
    """Our own fault, so no attempt; tried again later and later, for ever."""
    await _requeue(uow, [change_of(each, put_off_until(each.since, uow.now)) for each in failed])


async def hold(uow: UnitOfWork, held: Iterable[Held]) -> None:
    """Not before then; nothing was tried. What is held for a person waits for a word of theirs."""
    changes: list[Regrouped] = []
    for each in held:
        change = change_of(each.owed, each.until, each.person_id)
        changes.append({**change, "group_key": each.group_key})
    await _requeue(uow, changes)


async def reconsider(uow: UnitOfWork, person_id: UUID) -> None:
    """At what is held for somebody, who wants something else now; and at what travels with it."""
    theirs = select(table.c.group_key).where(table.c.waits_for == person_id)
    held = (table.c.waits_for == person_id) | table.c.group_key.in_(theirs)
    await _reconsider(uow, held)


async def reconsider_in(uow: UnitOfWork, tenant: Tenant) -> None:
    """At all that is held in a municipality."""
    await _reconsider(uow, (table.c.tenant == tenant) & table.c.waits_for.is_not(None))


async def _reconsider(uow: UnitOfWork, held: ColumnElement[bool]) -> None:
    due = {"not_before": uow.now, "waits_for": None}
    change = update(table).where(held, table.c.state == State.QUEUED).values(due)
    await uow.session.execute(crossing(change))
    uow.notify(CHANNEL)


async def retry_later(uow: UnitOfWork, failed: Iterable[Owed]) -> None:
    """The attempt failed but the next may not."""
    changes: list[Change] = []
    for owed in failed:
        change = change_of(owed, uow.now + delay_after(owed.attempts + 1))
        changes.append({**change, "attempts": owed.attempts + 1})
    await _requeue(uow, changes)


async def doubt(uow: UnitOfWork, offered: Sequence[Owed], mail_id: UUID) -> None:
    """Perhaps the server has them as ``mail_id``: once more, together and with nothing else."""
    changes = [change_of(each, uow.now + UNCERTAIN_FOR) for each in offered]
    await _requeue(uow, changes)
    alone = {"mail_id": mail_id, "group_key": min(each.id for each in offered)}
    mine = table.c.message_id.in_([each.id for each in offered]) & (table.c.state == State.QUEUED)
    await uow.session.execute(update(table).where(mine).values(alone))


async def hand_back(uow: UnitOfWork, untouched: Iterable[Owed]) -> None:
    """Not tried in this lease, so due at once."""
    await _requeue(uow, [change_of(owed, uow.now) for owed in untouched])


async def await_copies(uow: UnitOfWork, waiting: Sequence[Waiting]) -> list[Owed]:
    """Look again when the copy arrives, or later and later; returns those that have no hope."""
    changes: list[Change] = []
    hopeless = []
    for each in waiting:
        again = look_again(each.owed.since, uow.now)
        if again is None:
            hopeless.append(each.owed)
        else:
            changes.append(change_of(each.owed, again, each.reason.waits_for))
    await _requeue(uow, changes)
    if arrived := await known(uow.session, waiting):
        await uow.session.execute(_WAKING, {"arrived": arrived, "now": uow.now})
        uow.notify(CHANNEL)
    return hopeless


async def _take_back(uow: UnitOfWork, lapsed: ColumnElement[bool]) -> None:
    """What somebody leased and never settled is due again.

    It stays written what was leased together: perhaps it is out, and nothing may join it.
    """
    free = {"state": State.QUEUED, "not_before": uow.now, "leased_until": None, "leased_by": None}
    found = await uow.session.execute(
        update(table)
        .where(table.c.state == State.LEASED, lapsed)
        .values(free)
        .returning(table.c.message_id)
    )
    if found.first():
        uow.notify(CHANNEL)


async def _requeue(uow: UnitOfWork, changes: Sequence[Change] | Sequence[Regrouped]) -> None:
    if changes:
        leased = (
            (table.c.message_id == bindparam("owed"))
            & (table.c.channel == Channel.MAIL)
            & (table.c.state == State.LEASED)
        )
        free = {"state": State.QUEUED, "leased_until": None, "leased_by": None}
        await uow.session.execute(update(table).where(leased).values(free), list(changes))


def _announce_failed(uow: UnitOfWork, failed: Settled) -> Settled:
    for owed, total in failed:
        if isinstance(owed, Letter):
            uow.announce(LetterFailed(**owed.facts, attempts=total), owed.cause)
    return failed


async def _settle(uow: UnitOfWork, settled: Iterable[Owed], change: Executable) -> Settled:
    by_id = {owed.id: owed for owed in settled}
    rows = await uow.session.execute(change, {"ids": list(by_id), "now": uow.now})
    return [(by_id[message_id], attempts) for message_id, attempts in rows]
