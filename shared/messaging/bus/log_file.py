"""The file of the embedded form's bus."""

from collections.abc import AsyncGenerator, Collection
from contextlib import asynccontextmanager
from pathlib import Path

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession

from shared.database.engine import Engine
from shared.faults import describe
from shared.messaging.bus.bus import BrokerUnavailable

_SUPERSEDED = text(
    "DELETE FROM log WHERE topic = :topic AND position NOT IN"
    " (SELECT max(position) FROM log WHERE topic = :topic GROUP BY key)"
)


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

    async def compact(self, topics: Collection[str]) -> None:
        """Of each key in these keep the latest state only, as Kafka does by itself."""
        async with self.writing() as session:
            await session.execute(_SUPERSEDED, [{"topic": topic} for topic in topics])

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
