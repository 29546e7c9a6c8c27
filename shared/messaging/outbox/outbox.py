"""Messages announced by a transaction are stored with it, and taken from here to the bus."""

from collections.abc import Sequence
from dataclasses import fields
from typing import Protocol

import asyncpg
from sqlalchemy import bindparam, delete, select

from shared.database.engine import Engine
from shared.database.lists import in_list
from shared.messaging.message import Message
from shared.messaging.tables import outbox

_FIELDS = [field.name for field in fields(Message)]
_OLDEST = (
    select(*(outbox.c[name] for name in ("position", *_FIELDS)))
    .order_by(outbox.c.position)
    .limit(bindparam("limit"))
)
_REMOVING = delete(outbox).where(in_list(outbox.c.position, "positions"))


class Outbox(Protocol):
    """What the relay that leads has to move."""

    def is_leader(self) -> bool:
        """Whether it is still this relay that leads."""
        ...

    async def oldest(self, limit: int) -> list[tuple[int, Message]]:
        """The rows that wait longest, with their positions."""
        ...

    async def remove(self, positions: Sequence[int]) -> None:
        """Forget what the bus has acknowledged: exactly these rows, never "all up to"."""
        ...


class EmbeddedOutbox:
    """Of the only process there is."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def is_leader(self) -> bool:
        return True

    async def oldest(self, limit: int) -> list[tuple[int, Message]]:
        async with self._engine.reading() as session:
            rows = await session.execute(_OLDEST, {"limit": limit})
            return [(row[0], Message(*row[1:])) for row in rows]

    async def remove(self, positions: Sequence[int]) -> None:
        async with self._engine.writing() as session:
            await session.execute(_REMOVING, {"positions": positions})


class LeaderOutbox:
    """Through the very session that holds the leader's lock: a relay that lost it moves nothing."""

    _OLDEST = f"SELECT position, {', '.join(_FIELDS)} FROM outbox ORDER BY position LIMIT $1"  # noqa: S608 our own names
    _REMOVING = "DELETE FROM outbox WHERE position = ANY ($1)"

    def __init__(self, connection: asyncpg.Connection) -> None:
        self._connection = connection

    def is_leader(self) -> bool:
        return not self._connection.is_closed()

    async def oldest(self, limit: int) -> list[tuple[int, Message]]:
        rows = await self._connection.fetch(self._OLDEST, limit)
        return [(row[0], Message(*row[1:])) for row in rows]

    async def remove(self, positions: Sequence[int]) -> None:
        await self._connection.execute(self._REMOVING, positions)
