"""A service's database as its use cases see it: transactions that also announce."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from shared.clock import Clock, MovableClock
from shared.database.engine import Engine
from shared.database.notifier import ANYTHING, LocalNotifier, Notifier, PostgresNotifier
from shared.messaging.erased import learn
from shared.messaging.transaction import Transaction
from shared.messaging.unit_of_work import BulkUnitOfWork, UnitOfWork

_ALIVE = text("SELECT 1")
MANY = 10
"""Whoever is told about more than so many is told about anything: each is a NOTIFY."""


class Database:
    """One service's database."""

    def __init__(self, url: str, service: str, clock: Clock, key: bytes = b"") -> None:
        """``key`` digests records that bear no id; needed only to handle or park messages."""
        self.service = service
        self.clock = clock
        self.key = key
        self.engine = Engine(url)
        self.notifier: Notifier = (
            LocalNotifier() if self.engine.sqlite else PostgresNotifier(url.replace("+asyncpg", ""))
        )
        if isinstance(clock, MovableClock):
            clock.on_move(self.notifier.notify_all)

    @asynccontextmanager
    async def begin(self) -> AsyncGenerator[Transaction]:
        """Commit tables and announcements together, then wake the workers notified."""
        async with self.engine.writing() as session:
            transaction = Transaction(
                self.engine, session, self.service, self.clock.now(), self.key
            )
            yield transaction
            await transaction.finish()
        learn(transaction)
        for channel, about in transaction.notified.items():
            few = len(about) <= MANY and "" not in about
            for each in about if few else ANYTHING:
                self.notifier.notify(channel, each)

    @asynccontextmanager
    async def transaction(self) -> AsyncGenerator[UnitOfWork]:
        """The ordinary kind, committed when the block ends."""
        async with self.begin() as transaction:
            yield UnitOfWork(transaction)

    @asynccontextmanager
    async def bulk(self) -> AsyncGenerator[BulkUnitOfWork]:
        """The kind for hot paths, written in one statement when the block ends."""
        async with self.begin() as transaction:
            yield BulkUnitOfWork(transaction)

    @asynccontextmanager
    async def reading(self) -> AsyncGenerator[AsyncSession]:
        """Look without changing."""
        async with self.engine.reading() as session:
            yield session

    async def check(self) -> None:
        """Raise if the database does not answer."""
        await self.engine.reader.execute(_ALIVE)

    async def close(self) -> None:
        await self.engine.close()
