"""Remembers what an operator has given up, should the bus bring it again."""

from collections.abc import Iterable
from hashlib import sha256
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select
from sqlalchemy.ext.asyncio import AsyncSession

from shared.messaging import inbox
from shared.messaging.message import Arrival, headers_text
from shared.messaging.tables import inbox as claims
from shared.messaging.unit_of_work import UnitOfWork

GIVEN_UP = "(given up)"
"""Stands in the inbox where a handler's name would; no function can bear it."""


async def give_up(uow: UnitOfWork, rows: Iterable[Row[Any]]) -> None:
    """These parked rows were discarded, or replaced by a copy."""
    ids = {row.message_id or _imprint(row.topic, row.partition, row) for row in rows}
    await inbox.claim(uow.session, [(GIVEN_UP, identity) for identity in ids], uow.now)


async def given_up(session: AsyncSession, arrival: Arrival) -> bool:
    """Whether it is of no use to park this arrival."""
    if arrival.message is not None:
        identity = arrival.message.id
    else:
        identity = _imprint(arrival.partition.topic, arrival.partition.index, arrival)
    found = select(claims.c.handler).where(
        claims.c.handler == GIVEN_UP, claims.c.message_id == identity
    )
    return (await session.execute(found)).first() is not None


def _imprint(topic: str, partition: int, record: "Arrival | Row[Any]") -> UUID:
    """What stands for the id of a record that bears none: its place, and its bytes.

    The bytes, because a topic that is made anew counts its offsets anew.
    """
    headers = record.headers
    text = headers if isinstance(headers, str) else headers_text(headers)
    whole = repr((topic, partition, record.offset, record.key, record.value, text))
    return UUID(bytes=sha256(whole.encode()).digest()[:16])
