"""Messages announced by a transaction are stored with it, and taken from here to the bus."""

from collections.abc import Sequence
from dataclasses import fields
from typing import Any

from sqlalchemy import bindparam, delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from shared.database.bulk import among, insert_rows
from shared.messaging.message import Message
from shared.messaging.tables import outbox

_FIELDS = [field.name for field in fields(Message)]
_OLDEST = (
    select(*(outbox.c[name] for name in ("position", *_FIELDS)))
    .order_by(outbox.c.position)
    .limit(bindparam("limit"))
)


async def store(session: AsyncSession, messages: Sequence[Message]) -> None:
    """Put ``messages`` into the outbox, in their order, in one statement."""
    await insert_rows(session, outbox, [_row(message) for message in messages])


async def oldest(session: AsyncSession, limit: int) -> list[tuple[int, Message]]:
    """The rows that wait longest, with their positions."""
    rows = await session.execute(_OLDEST, {"limit": limit})
    return [(row[0], Message(*row[1:])) for row in rows]


async def remove(session: AsyncSession, positions: Sequence[int]) -> None:
    """Forget what the bus has acknowledged: exactly these rows, never "all up to"."""
    await session.execute(delete(outbox).where(among(session, outbox.c.position, positions)))


def _row(message: Message) -> dict[str, Any]:
    return {name: getattr(message, name) for name in _FIELDS}
