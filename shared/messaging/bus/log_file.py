"""The file of the embedded form's bus."""

from collections.abc import AsyncGenerator, Iterable, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import TextClause, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession

from shared.database.engine import Engine
from shared.faults import describe
from shared.messaging.bus.bus import BrokerUnavailable

SCHEMA = (
    "CREATE TABLE IF NOT EXISTS log (position INTEGER PRIMARY KEY AUTOINCREMENT,"
    " topic TEXT NOT NULL, key BLOB, value BLOB, headers TEXT NOT NULL)",
    "CREATE INDEX IF NOT EXISTS log_topic ON log (topic, position)",
    "CREATE TABLE IF NOT EXISTS positions (consumer TEXT NOT NULL, topic TEXT NOT NULL,"
    " position INTEGER NOT NULL, PRIMARY KEY (consumer, topic))",
)
BATCH = 500
"""Rows deleted at once: whoever publishes waits so long at most."""

_SUPERSEDED = text(
    "SELECT position FROM log WHERE topic = :topic AND position NOT IN"
    " (SELECT max(position) FROM log WHERE topic = :topic GROUP BY key)"
)
_OLD = text(
    "SELECT position FROM (SELECT position, value IS NULL AS tombstone,"
    " (SELECT json_extract(value, '$[1]') FROM json_each(headers)"
    " WHERE json_extract(value, '$[0]') = 'ce_time') AS time"
    " FROM log WHERE topic = :topic) WHERE time < :limit AND tombstone >= :tombstones"
)
"""Times are as a message says them: text, in UTC."""
_DELETE = text("DELETE FROM log WHERE position = :position")


class LogFile(Engine):
    """Closes for good, once what is at work has finished; its faults are the bus's."""

    def __init__(self, file: Path) -> None:
        super().__init__(f"sqlite+aiosqlite:///{file}")
        self.closed = False
        self._users = 0

    @asynccontextmanager
    async def writing(self) -> AsyncGenerator[AsyncSession]:
        async with self._in_use(), super().writing() as session:
            yield session

    @asynccontextmanager
    async def reading(self) -> AsyncGenerator[AsyncSession]:
        async with self._in_use(), super().reading() as session:
            yield session

    async def compact(self, topics: Iterable[str]) -> int:
        """Of each key in these keep the latest state only, as Kafka does by itself."""
        return sum([await self._drop(_SUPERSEDED, topic=topic) for topic in topics])

    async def drop(self, topic: str, limit: datetime, *, only_tombstones: bool) -> int:
        """What is older; tombstones only of topics that are compacted, and after that."""
        told = limit.astimezone(UTC).isoformat()
        return await self._drop(_OLD, topic=topic, limit=told, tombstones=only_tombstones)

    async def _drop(self, which: TextClause, **values: Any) -> int:
        """Found by a reader, so that nobody waits while it looks."""
        async with self.reading() as session:
            positions = list(await session.scalars(which, values))
        return await self._delete(positions)

    async def _delete(self, positions: Sequence[int]) -> int:
        for start in range(0, len(positions), BATCH):
            async with self.writing() as session:
                batch = positions[start : start + BATCH]
                await session.execute(_DELETE, [{"position": each} for each in batch])
        return len(positions)

    async def close(self) -> None:
        self.closed = True
        if not self._users:
            await super().close()

    @asynccontextmanager
    async def _in_use(self) -> AsyncGenerator[None]:
        if self.closed:
            raise BrokerUnavailable("closed")
        self._users += 1
        try:
            yield
        except DBAPIError as error:
            raise BrokerUnavailable(f"the log cannot be used: {describe(error)}") from error
        finally:
            self._users -= 1
            if self.closed:
                await self.close()
