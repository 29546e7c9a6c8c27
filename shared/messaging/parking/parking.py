"""Sets aside what cannot be handled, and keeps everything of the same key in order behind it."""

import json
import traceback
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import bindparam, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession

from shared.database.writes import Row, Write, write_all
from shared.faults import describe
from shared.messaging.causes import DecodeError, ParkingCause
from shared.messaging.inbox.batch import order_key
from shared.messaging.message import Arrival, headers_text
from shared.messaging.tables import parked
from shared.messaging.transaction import Transaction

FAILED, WAITING, RELEASED = "failed", "waiting", "released"

Key = tuple[str, str]

_ANY = (
    select(parked.c.position)
    .where(parked.c.topic.in_(bindparam("topics", expanding=True)))
    .limit(1)
)


@dataclass(frozen=True, slots=True)
class ParkedEntry:
    """An arrival to park, the handlers it is still owed to, and why."""

    arrival: Arrival
    handlers: tuple[str, ...]
    state: str
    cause: ParkingCause
    detail: str = ""
    stack: str = ""
    attempts: int = 0


async def blocked_keys(session: AsyncSession, batch: Sequence[Arrival]) -> set[Key]:
    """Those keys of the batch that have something parked.

    Asked after the claims, in a statement of its own: it sees what a transaction has parked that
    held one of them until then.
    """
    topics = {arrival.partition.topic for arrival in batch}
    if not topics or not (await session.execute(_ANY, {"topics": list(topics)})).first():
        return set()
    keys = {(arrival.partition.topic, order_key(arrival)) for arrival in batch}
    columns = (parked.c.topic, parked.c.order_key)
    found = await session.execute(select(*columns).where(tuple_(*columns).in_(list(keys))))
    return {(topic, key) for topic, key in found}


async def park(transaction: Transaction, aside: Collection[ParkedEntry]) -> None:
    """Store with original bytes and headers; what was parked before stays as it is."""
    rows = [_row(transaction, one) for one in aside]
    await write_all(transaction.session, [Write(parked, rows, "ignore")])
    if any(one.state == FAILED for one in aside):
        transaction.notified["parked"].add("")


def cause_of(error: BaseException) -> tuple[ParkingCause, str]:
    """The code to park with, and its detail."""
    if isinstance(error, DecodeError):
        return error.cause, error.detail
    return ParkingCause.HANDLER_FAULT, describe(error)


def stack_of(error: BaseException) -> str:
    """Where it happened: file, line, function; no values and no message text."""
    frames = traceback.extract_tb(error.__traceback__)
    return "\n".join(f"{f.filename}:{f.lineno} {f.name}" for f in frames[-20:]) + (
        f"\n{describe(error)}"
    )


def _row(transaction: Transaction, one: ParkedEntry) -> Row:
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
        "cause": one.cause.value,
        "detail": one.detail,
        "stack": one.stack,
        "attempts": one.attempts,
        "parked_at": transaction.now,
        "copy_of": None,
    }
