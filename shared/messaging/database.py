"""A service's database as its use cases see it: transactions that also announce."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from shared.clock import Clock, MovableClock
from shared.database.engine import Engine
from shared.database.notifier import LocalNotifier, Notifier, PostgresNotifier
from shared.messaging.unit_of_work import UnitOfWork


class Database:
    """One service's database."""

    def __init__(self, url: str, service: str, clock: Clock, key: bytes = b"") -> None:
        """Whoever handles messages gives the ``key`` under which verdicts are remembered."""
        self.service = service
        self.clock = clock
        self.key = key
        self.engine = Engine(url)
        self.notifier: Notifier = (
            LocalNotifier() if self.engine.sqlite else PostgresNotifier(url.replace("+asyncpg", ""))
        )
        if isinstance(clock, MovableClock):
            clock.on_move(self.notifier.ring_all)

    @asynccontextmanager
    async def transaction(self) -> AsyncGenerator[UnitOfWork]:
        """Commit tables and announcements together, then wake who waits for them."""
        async with self.engine.writing() as session:
            uow = UnitOfWork(self.engine, session, self.service, self.clock.now(), self.key)
            yield uow
            await uow.finish()
        for name in uow.notified:
            self.notifier.notify(name)

    @asynccontextmanager
    async def reading(self) -> AsyncGenerator[AsyncSession]:
        """Look without changing."""
        async with self.engine.reading() as session:
            yield session

    async def check(self) -> None:
        """Raise if the database does not answer."""
        async with self.reading() as session:
            await session.execute(text("SELECT 1"))

    async def close(self) -> None:
        await self.engine.close()
