"""A database with messaging's tables and the probe's, on SQLite and on PostgreSQL."""

from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from deploy.local.postgres import PostgresServer
from shared.clock import MovableClock
from shared.messaging import tables
from shared.messaging.bus.bus import Bus
from shared.messaging.database import Database
from shared.messaging.transaction import Transaction
from tests.shared.messaging import probe
from tests.shared.messaging.carrier import ONE, TWO, Carrier, KafkaCarrier, LocalCarrier

_numbers = count()


class CountingDatabase(Database):
    """Counts transactions, those that were rolled back, and those that only read."""

    begun = 0
    failed = 0
    read = 0

    @asynccontextmanager
    async def begin(self) -> AsyncGenerator[Transaction]:
        self.begun += 1
        try:
            async with super().begin() as transaction:
                yield transaction
        except Exception:
            self.failed += 1
            raise

    @asynccontextmanager
    async def reading(self) -> AsyncGenerator[AsyncSession]:
        async with super().reading() as session:
            yield session
        self.read += 1


@pytest.fixture
def clock() -> MovableClock:
    return MovableClock()


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.real)])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty database of its own for each test."""
    if request.param == "sqlite":
        return f"sqlite+aiosqlite:///{tmp_path}/probe.db"
    server: PostgresServer = request.getfixturevalue("postgres")
    name = f"probe_{next(_numbers)}"
    server.create(name)
    return server.owner_url(name)


@pytest.fixture
async def connect(url: str, clock: MovableClock) -> AsyncGenerator[Callable[[], CountingDatabase]]:
    """``connect()``: another instance's view of the same database."""
    opened: list[CountingDatabase] = []

    def open_it() -> CountingDatabase:
        opened.append(CountingDatabase(url, "probe", clock))
        return opened[-1]

    yield open_it
    for database in opened:
        await database.close()


@pytest.fixture
async def database(connect: Callable[[], CountingDatabase]) -> CountingDatabase:
    database = connect()
    async with database.engine._write.begin() as connection:
        for metadata in (tables.metadata, probe.metadata):
            await connection.run_sync(create, metadata)
    return database


def create(connection: Any, metadata: Any) -> None:
    metadata.create_all(connection)


@pytest.fixture
def service(database: CountingDatabase) -> probe.Probe:
    return probe.Probe(database)


@pytest.fixture(params=["local", pytest.param("kafka", marks=pytest.mark.real)])
async def carrier(request: pytest.FixtureRequest, tmp_path: Path) -> Carrier:
    """A log of the embedded form, and one of the real form."""
    if request.param == "local":
        return LocalCarrier(tmp_path / "bus.db")
    carrier = KafkaCarrier(request.getfixturevalue("kafka").admin)
    await carrier.create(ONE, TWO)
    return carrier


@pytest.fixture
async def bus(carrier: Carrier) -> AsyncGenerator[Bus]:
    bus = carrier.bus()
    yield bus
    await bus.close()
