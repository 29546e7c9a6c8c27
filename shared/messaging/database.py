"""A service's database as its use cases see it: transactions that also announce."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from shared.clock import Clock, MovableClock
from shared.database.engine import Engine
from shared.messaging.bell import Bell, LocalBell, PostgresBell
from shared.messaging.unit_of_work import UnitOfWork


class Database:
    """One service's database."""

    def __init__(self, url: str, service: str, clock: Clock) -> None:
        self.service = service
        self.clock = clock
        self.engine = Engine(url)
        self.bell: Bell = (
            LocalBell() if self.engine.sqlite else PostgresBell(url.replace("+asyncpg", ""))
        )
        if isinstance(clock, MovableClock):
            clock.on_move(self.bell.ring_all)

    @asynccontextmanager
    async def transaction(self) -> AsyncGenerator[UnitOfWork]:
        """Commit tables and announcements together, then wake who waits for them."""
        async with self.engine.writing() as session:
            uow = UnitOfWork(self.engine, session, self.service, self.clock.now())
            yield uow
            await uow.finish()
        for name in uow.rings:
            self.bell.ring(name)

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
