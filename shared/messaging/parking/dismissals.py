"""Remembers what an operator has given up, should the bus bring it again."""

from collections.abc import Iterable
from hmac import digest
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select

from shared.messaging.inbox import inbox
from shared.messaging.message import Arrival, headers_text
from shared.messaging.tables import inbox as claims
from shared.messaging.transaction import Transaction
from shared.messaging.unit_of_work import UnitOfWork

GIVEN_UP = "(given up)"
"""Stands in the inbox where a handler's name would; no function can bear it."""
PURPOSE = "messaging.imprint"
"""Of the key with which records are digested that bear no id."""


async def give_up(uow: UnitOfWork, rows: Iterable[Row[Any]]) -> None:
    """These parked rows were discarded, or replaced by a copy."""
    ids = {row.message_id or _imprint(uow.key, row.topic, row.partition, row) for row in rows}
    await inbox.claim(uow.session, [(GIVEN_UP, identity) for identity in ids], uow.now)


async def given_up(transaction: Transaction, arrival: Arrival) -> bool:
    """Whether it is of no use to park this arrival."""
    if arrival.message is not None:
        identity = arrival.message.id
    else:
        place = arrival.partition
        identity = _imprint(transaction.key, place.topic, place.index, arrival)
    found = select(claims.c.handler).where(
        claims.c.handler == GIVEN_UP, claims.c.message_id == identity
    )
    return (await transaction.session.execute(found)).first() is not None


def _imprint(key: bytes, topic: str, partition: int, record: "Arrival | Row[Any]") -> UUID:
    """What stands for the id of a record that bears none: its place, and its bytes.

    The bytes, because a topic that is made anew counts its offsets anew; keyed, for they may
    hold a name, which could be guessed.
    """
    headers = record.headers
    text = headers if isinstance(headers, str) else headers_text(headers)
    whole = repr((topic, partition, record.offset, record.key, record.value, text))
    return UUID(bytes=digest(key, whole.encode(), "sha256")[:16])
