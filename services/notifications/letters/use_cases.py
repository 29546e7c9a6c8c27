"""Queues letters, leases those that are due, and notes what has become of them."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, TypedDict
from uuid import UUID

from sqlalchemy import ColumnElement, Update, bindparam, select, update

from services.notifications.letters import models
from services.notifications.letters.models import letters as table
from services.notifications.letters.rules import (
    UNSETTLED,
    Draft,
    State,
    delay_after,
    look_again,
    put_off_until,
)
from services.notifications.mails.values import mail_kinds
from services.notifications.recipients.queries import known
from services.notifications.values import Letter, Waiting
from shared.contracts.notifications import LetterFailed, LetterQueued, LetterSent
from shared.database.lists import in_list
from shared.database.tables import RowOf, row_of
from shared.ids import new_id
from shared.messaging.event import Cause
from shared.messaging.unit_of_work import BulkUnitOfWork, UnitOfWork

CHANNEL = "letters"
LEASE = timedelta(minutes=2)
_WAKING = (
    update(table)
    .where(in_list(table.c.waits_for, "arrived"))
    .values(not_before=bindparam("now"), waits_for=None)
)
"""Only letters that are queued wait, or have until they were withdrawn; with their state as a
condition PostgreSQL would look at every queued letter.
"""


def queue(owed: Sequence[tuple[Draft, Cause]], uow: BulkUnitOfWork) -> None:
    """Owe these letters; those of one onboarding form a group that is sent together."""
    groups: dict[UUID, UUID] = {}
    rows = []
    for draft, cause in owed:
        letter_id = new_id()
        group_id = groups.setdefault(draft.onboarding_id or letter_id, letter_id)
        queued = LetterQueued(
            letter_id=letter_id,
            worker_id=draft.worker_id,
            kind=draft.kind,
            role=draft.role,
            tasks=draft.tasks,
        )
        rows.append(_row(draft, letter_id, group_id, cause, uow.announce(queued, cause)))
    new = {"state": State.QUEUED, "attempts": 0, "not_before": uow.now, "created_at": uow.now}
    uow.insert(table, rows, **new)
    uow.notify(CHANNEL)


async def withdraw(uow: UnitOfWork, worker_ids: Collection[UUID]) -> None:
    """Nothing more is sent about these workers; one that is just being sent keeps the truth."""
    await uow.session.execute(_withdrawal(table.c.worker_id.in_(worker_ids)))


async def withdraw_employments(uow: UnitOfWork, employment_ids: Collection[UUID]) -> None:
    """Nothing more is sent about these employments."""
    await uow.session.execute(_withdrawal(table.c.employment_id.in_(employment_ids)))


async def withdraw_leased(uow: UnitOfWork, over: Iterable[Letter]) -> None:
    """They were to be sent, but the employment they are about is over."""
    await _settle(uow, over, {"state": State.WITHDRAWN})


async def withdraw_onboardings(uow: UnitOfWork, onboarding_ids: Collection[UUID]) -> None:
    """Nothing more is sent about these onboardings."""
    await uow.session.execute(_withdrawal(table.c.onboarding_id.in_(onboarding_ids)))


def wake(uow: BulkUnitOfWork, arrived: Collection[UUID]) -> None:
    """Try letters again that wait for one of these copies."""
    uow.change(_WAKING, {"arrived": arrived, "now": uow.now})
    uow.notify(CHANNEL)


async def lease(
    uow: UnitOfWork, holder: UUID, at_most: int, *, lapsed: bool = True
) -> list[Letter]:
    """Take letters that are due, the most important first, and never half a group.

    A group is locked by its first letter, so that no other instance takes the rest of it; those
    that another one is taking do not count. Where nothing is due, and ``lapsed`` is true, leases
    that have run out are taken back.
    """
    now = uow.now
    due = (table.c.state == State.QUEUED) & (table.c.not_before <= now)
    order = (table.c.priority, table.c.not_before)
    head = table.alias("head")
    heads = select(head.c.id).join(table, table.c.group_id == head.c.id).where(due)
    first = heads.order_by(*order).limit(at_most).with_for_update(of=head, skip_locked=True)
    groups = {*(await uow.session.execute(first)).scalars()}
    if not groups:
        if lapsed:
            await _take_back(uow, table.c.leased_until <= uow.now)
        return []
    taken = await uow.session.execute(
        update(table)
        .where(table.c.group_id.in_(groups), due)
        .values(state=State.LEASED, leased_by=holder, leased_until=now + LEASE, waits_for=None)
        .returning(table)
    )
    rows = sorted(taken, key=lambda row: (row.priority, row.id))
    return [Letter.of(row) for row in rows]


async def take_back_all(uow: UnitOfWork) -> None:
    """A process that was killed held these leases; for where there never is a second one."""
    await _take_back(uow, table.c.leased_until.is_not(None))


async def give_back(uow: UnitOfWork, holder: UUID) -> None:
    """What this holder took before a fault, and perhaps without learning that it had."""
    await _take_back(uow, table.c.leased_by == holder)


async def mark_sent(uow: UnitOfWork, sent: Iterable[Letter]) -> None:
    """The mail server has them; said once, even if a lapsed lease made somebody repeat it."""
    values = {"state": State.SENT, "attempts": table.c.attempts + 1, "sent_at": uow.now}
    for letter, attempts in await _settle(uow, sent, values):
        uow.announce(LetterSent(**letter.facts, attempts=attempts), letter.cause)


async def give_up(
    uow: UnitOfWork, failed: Iterable[Letter], *, tried: bool
) -> list[tuple[Letter, int]]:
    """They do not arrive unless an operator puts them back; returns them with their attempts."""
    attempts = table.c.attempts + int(tried)
    settled = await _settle(uow, failed, {"state": State.UNDELIVERABLE, "attempts": attempts})
    for letter, total in settled:
        uow.announce(LetterFailed(**letter.facts, attempts=total), letter.cause)
    return settled


async def put_back(uow: UnitOfWork, letter_ids: Collection[UUID]) -> list[UUID]:
    """Owe letters again that were given up, as if they were new; returns which."""
    given_up = in_list(table.c.id, "ids") & (table.c.state == State.UNDELIVERABLE)
    values = {"state": State.QUEUED, "attempts": 0, "not_before": uow.now, "put_back_at": uow.now}
    rows = await uow.session.execute(
        update(table).where(given_up).values(values).returning(table), {"ids": letter_ids}
    )
    back = [Letter.of(row) for row in rows]
    for letter in back:
        queued = LetterQueued(**letter.facts, tasks=len(letter.payload.get("tasks", ())))
        uow.announce(queued, letter.cause)
    uow.notify(CHANNEL)
    return [letter.id for letter in back]


async def put_off(uow: UnitOfWork, failed: Iterable[Letter]) -> None:
    """Our own fault, so no attempt; tried again later and later, for ever."""
    again = [_change(each, put_off_until(each.since, uow.now), None) for each in failed]
    await _requeue(uow, again)


async def retry_later(uow: UnitOfWork, failed: Iterable[Letter]) -> None:
    """The attempt failed but the next may not."""
    changes: list[_Change] = [
        {
            "letter_id": letter.id,
            "not_before": uow.now + delay_after(letter.attempts + 1),
            "attempts": letter.attempts + 1,
            "waits_for": None,
        }
        for letter in failed
    ]
    await _requeue(uow, changes)


async def hand_back(uow: UnitOfWork, untouched: Iterable[Letter]) -> None:
    """Not tried in this lease, so due at once."""
    changes = [_change(letter, uow.now, None) for letter in untouched]
    await _requeue(uow, changes)


async def await_copies(uow: UnitOfWork, waiting: Sequence[Waiting]) -> list[Letter]:
    """Look again when the copy arrives, or later and later; returns those that have no hope."""
    changes: list[_Change] = []
    hopeless = []
    for each in waiting:
        again = look_again(each.letter.since, uow.now)
        if again is None:
            hopeless.append(each.letter)
        else:
            changes.append(_change(each.letter, again, each.reason.waits_for))
    await _requeue(uow, changes)
    if arrived := await known(uow.session, waiting):
        await uow.session.execute(_WAKING, {"arrived": arrived, "now": uow.now})
        uow.notify(CHANNEL)
    return hopeless


def _row(
    draft: Draft, letter_id: UUID, group_id: UUID, cause: Cause, queued: UUID
) -> RowOf[models.Letter]:
    return row_of(models.Letter)(
        id=letter_id,
        group_id=group_id,
        tenant=cause.tenant,
        worker_id=draft.worker_id,
        employment_id=draft.employment_id,
        onboarding_id=draft.onboarding_id,
        kind=draft.kind,
        role=draft.role,
        organization_id=draft.organization_id,
        payload=draft.payload,
        priority=mail_kinds()[draft.kind].priority,
        correlation_id=cause.correlation_id,
        causation_id=queued,
    )


def _withdrawal(mine: ColumnElement[bool]) -> Update:
    open_still = (*UNSETTLED, State.UNDELIVERABLE)
    return update(table).where(mine, table.c.state.in_(open_still)).values(state=State.WITHDRAWN)


class _Change(TypedDict):
    """The parameters of ``_requeue``."""

    letter_id: UUID
    not_before: datetime
    attempts: int
    waits_for: UUID | None


def _change(letter: Letter, not_before: datetime, waits_for: UUID | None) -> _Change:
    return {
        "letter_id": letter.id,
        "not_before": not_before,
        "attempts": letter.attempts,
        "waits_for": waits_for,
    }


async def _take_back(uow: UnitOfWork, lapsed: ColumnElement[bool]) -> None:
    """What somebody leased and never settled is due again."""
    values = {"state": State.QUEUED, "not_before": uow.now, "leased_until": None, "leased_by": None}
    found = await uow.session.execute(
        update(table)
        .where(table.c.state == State.LEASED, lapsed)
        .values(values)
        .returning(table.c.id)
    )
    if found.first():
        uow.notify(CHANNEL)


async def _requeue(uow: UnitOfWork, changes: Sequence[_Change]) -> None:
    if changes:
        leased = (table.c.id == bindparam("letter_id")) & (table.c.state == State.LEASED)
        free = {"state": State.QUEUED, "leased_until": None, "leased_by": None}
        await uow.session.execute(update(table).where(leased).values(free), list(changes))


async def _settle(
    uow: UnitOfWork, settled: Iterable[Letter], values: Mapping[str, Any]
) -> list[tuple[Letter, int]]:
    by_id = {letter.id: letter for letter in settled}
    final = (State.SENT, State.UNDELIVERABLE)
    rows = await uow.session.execute(
        update(table)
        .where(table.c.id.in_(by_id), table.c.state.not_in(final))
        .values(**values, leased_until=None, leased_by=None, waits_for=None)
        .returning(table.c.id, table.c.attempts)
    )
    return [(by_id[letter_id], attempts) for letter_id, attempts in rows]
