"""Sets aside what cannot be handled, and keeps everything of the same key in order behind it."""

import json
import traceback
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, cast, exists, insert, null, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from shared.database.lists import in_list
from shared.database.writes import insert_rows
from shared.faults import describe
from shared.messaging.inbox.batch import order_key
from shared.messaging.message import Arrival, headers_text
from shared.messaging.tables import inbox, parked
from shared.messaging.unit_of_work import UnitOfWork

FAILED, WAITING, RELEASED = "failed", "waiting", "released"

Key = tuple[str, str]

_ANY = (
    select(parked.c.position)
    .where(parked.c.topic.in_(bindparam("topics", expanding=True)))
    .limit(1)
)


_REFUSAL = insert(inbox).from_select(
    ["handler", "message_id", "handled_at"],
    select(*(cast(null(), each.type) for each in inbox.c)).where(
        exists().where(in_list(parked.c.topic, "topics"), in_list(parked.c.order_key, "keys"))
    ),
)
"""A claim by nobody, which the table does not take."""


@dataclass(frozen=True, slots=True)
class ParkedEntry:
    """An arrival to park, the handlers it is still owed to, and why."""

    arrival: Arrival
    handlers: tuple[str, ...]
    state: str
    cause: str
    stack: str = ""
    attempts: int = 0


def refuse_blocked(uow: UnitOfWork, batch: Sequence[Arrival]) -> None:
    """Let the transaction fail if anything of the batch's keys seems to be parked.

    It is asked with the claims, in one statement. That does not see what is parked meanwhile; but
    whoever parks a message holds its claim or has read past it, so that a claim of the batch fails.
    """
    topics = {arrival.partition.topic for arrival in batch}
    keys = {order_key(arrival) for arrival in batch}
    uow.change(_REFUSAL, {"topics": topics, "keys": keys})


async def blocked_keys(session: AsyncSession, batch: Sequence[Arrival]) -> set[Key]:
    """Those keys of the batch that have something parked.

    Asked after the claims, in a statement of its own: it sees what somebody has parked who held
    one of them until then.
    """
    topics = {arrival.partition.topic for arrival in batch}
    if not topics or not (await session.execute(_ANY, {"topics": list(topics)})).first():
        return set()
    keys = {(arrival.partition.topic, order_key(arrival)) for arrival in batch}
    columns = (parked.c.topic, parked.c.order_key)
    found = await session.execute(select(*columns).where(tuple_(*columns).in_(list(keys))))
    return {(topic, key) for topic, key in found}


async def park(uow: UnitOfWork, aside: Collection[ParkedEntry]) -> None:
    """Store with original bytes and headers; what was parked before stays as it is."""
    rows = [_row(uow, one) for one in aside]
    await insert_rows(uow.session, parked, rows, ignore_conflicts=True)
    if any(one.state == FAILED for one in aside):
        uow.notify("parked")


def stack_of(error: BaseException) -> str:
    """Where it happened: file, line, function; no values and no message text."""
    frames = traceback.extract_tb(error.__traceback__)
    return "\n".join(f"{f.filename}:{f.lineno} {f.name}" for f in frames[-20:]) + (
        f"\n{describe(error)}"
    )


def _row(uow: UnitOfWork, one: ParkedEntry) -> dict[str, Any]:
    arrival, message = one.arrival, one.arrival.message
    return {
        "topic": arrival.partition.topic,
        "partition": arrival.partition.index,
        "offset": arrival.offset,
        "order_key": order_key(arrival),
        "message_id": message.id if message else None,
        "type": message.type if message else None,
        "tenant": message.tenant if message else None,
        "correlation_id": message.correlation_id if message else None,
        "key": arrival.key,
        "value": arrival.value,
        "headers": headers_text(arrival.headers),
        "handlers": json.dumps(one.handlers),
        "state": one.state,
        "cause": one.cause,
        "stack": one.stack,
        "attempts": one.attempts,
        "parked_at": uow.now,
        "copy_of": None,
    }
