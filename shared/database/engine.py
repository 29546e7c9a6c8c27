"""Engines for the two databases: PostgreSQL, and SQLite with one writer and several readers."""

import asyncio
from collections.abc import AsyncGenerator, Coroutine
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any, Protocol, cast
from uuid import UUID

import asyncpg
import orjson
from sqlalchemy import Connection, Dialect, Executable, Result, Uuid, event, text
from sqlalchemy import Engine as SyncEngine
from sqlalchemy.engine import make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.ext.asyncio import (
    AsyncEngine,
    AsyncSession,
    async_sessionmaker,
    create_async_engine,
)
from sqlalchemy.orm import Session
from sqlalchemy.pool import ConnectionPoolEntry

from shared.database import walls
from shared.database.connections import Connections
from shared.database.reach import crosses, in_a_request, tenant_in_reach
from shared.database.types import QuickUuid
from shared.private_files import private_file

CONNECT_SECONDS = 5
STATEMENT_SECONDS = 30
POOL, WALLED_POOL, OVERFLOW = 12, 12, 4
"""Connections of each, kept once they were needed; ``OVERFLOW`` more of the first come and go.

A new one takes as long as ten statements, and knows none of them: many pages at once need many.
"""

_SERVER = {"jit": "off", "timezone": "UTC", "random_page_cost": "1.1"}
"""What is read is in memory or on a disk without a head to move: an index pays from few rows on."""
_WALLED, _TENANT = "walled", "tenant"
_SET = f"SELECT set_config('{walls.SETTING}', $1, false)"
_EMPTY_JOURNAL = text("PRAGMA wal_checkpoint(TRUNCATE)")
_NO_TRANSACTION = {"isolation_level": "AUTOCOMMIT"}
"""A statement that only reads needs no round trips, or visits to a thread, for a beginning and an
end."""


class Reader(Protocol):
    """Whatever a statement that only reads may be given to; a session is one."""

    async def execute(self, statement: Executable, parameters: Any = None, /) -> Result[Any]:
        """Everything that it finds, at once."""
        ...


class Engine:
    """Hands out sessions: ``writing`` holds a write transaction, ``reading`` only looks."""

    def __init__(self, url: str) -> None:
        self.url = make_url(url)
        self.sqlite = self.url.get_backend_name() == "sqlite"
        self._connections = Connections()
        if self.sqlite:
            private_database(url)
            self._write = _sqlite_engine(url, self._connections, writer=True)
            self._read = _sqlite_engine(url, self._connections, writer=False)
        else:
            self._write = self._read = _postgres_engine(url)
            self._walled = _walled_engine(url)
        self._turn = asyncio.Lock()
        self._requests = asyncio.Semaphore(WALLED_POOL)
        self._writers = async_sessionmaker(self._write, expire_on_commit=False)
        reading = self._read if self.sqlite else self._read.execution_options(**_NO_TRANSACTION)
        self._readers = async_sessionmaker(reading, expire_on_commit=False)
        if not self.sqlite:
            walled = self._walled.execution_options(**_NO_TRANSACTION).sync_engine
            self._readers.configure(sync_session_class=_Walled, info={_WALLED: walled})
        self.reader: Reader = _Reader(reading, self._connections)

    @asynccontextmanager
    async def writing(self) -> AsyncGenerator[AsyncSession]:
        """Commit when the block ends, roll back if it raises; unused, it costs next to nothing."""
        if self.sqlite:
            with self._connections.used():
                async with self._turn, self._writers.begin() as session:
                    yield session
            return
        session = self._writers()
        try:
            yield session
            if session.in_transaction():
                await _to_its_end(session.commit())
        finally:
            if session.in_transaction():
                await _to_its_end(session.close())

    @asynccontextmanager
    async def reading(self) -> AsyncGenerator[AsyncSession]:
        """Read only; nothing is committed.

        On PostgreSQL the statements of a request that touches one tenant find rows of that tenant
        only, unless they say that they mean more.
        """
        with self._connections.used():
            async with self._turn_to_read(), self._readers() as session:
                yield session

    async def empty_journal(self) -> None:
        """SQLite's: what was deleted leaves it as well, unless somebody is reading it."""
        async with self.reading() as session:
            await session.execute(_EMPTY_JOURNAL)

    @asynccontextmanager
    async def _turn_to_read(self) -> AsyncGenerator[None]:
        """For as many requests as find a connection of each kind, of which they may need both.

        Else requests would each hold one and wait for the other, held by one that waits for theirs.
        """
        if self.sqlite or not in_a_request():
            yield
            return
        async with asyncio.timeout(CONNECT_SECONDS):
            await self._requests.acquire()
        try:
            yield
        finally:
            self._requests.release()

    @property
    def dialect(self) -> Dialect:
        return self._write.dialect

    @property
    def writer(self) -> SyncEngine:
        """What a session that writes is bound to."""
        return self._write.sync_engine

    @asynccontextmanager
    async def driver(self) -> AsyncGenerator[asyncpg.Connection]:
        """A connection of PostgreSQL's driver, on which each statement is a transaction."""
        async with self._write.connect() as connection:
            raw = await connection.get_raw_connection()
            yield cast("asyncpg.Connection", raw.driver_connection)

    async def close(self) -> None:
        await self._connections.unused()
        await self._write.dispose()
        if not self.sqlite:
            await self._walled.dispose()
        await self._read.dispose()
        await self._connections.end()


def private_database(url: str) -> None:
    """SQLite's file is there, and nobody else can read it, before the first word is in it."""
    file = make_url(url).database
    if file and file != ":memory:":
        private_file(Path(file))


async def _to_its_end(step: Coroutine[Any, Any, None]) -> None:
    """Though cancelled, and then still cancelled: a session cannot be let go while it commits."""
    task = asyncio.create_task(step)
    try:
        await asyncio.shield(task)
    except asyncio.CancelledError:
        while not task.done():
            with suppress(asyncio.CancelledError):
                await asyncio.wait({task})
        if not task.cancelled():
            task.exception()
        raise


class _Reader:
    """Each statement on a connection of its own."""

    def __init__(self, engine: AsyncEngine, connections: Connections) -> None:
        self._engine = engine
        self._connections = connections

    async def execute(self, statement: Executable, parameters: Any = None, /) -> Result[Any]:
        with self._connections.used():
            async with self._engine.connect() as connection:
                return await connection.execute(statement, parameters)


class _Walled(Session):
    """Chooses for each statement which connection may answer it."""

    def get_bind(
        self,
        mapper: Any = None,
        *,
        clause: Any = None,
        bind: SyncEngine | Connection | None = None,
        **others: Any,
    ) -> SyncEngine | Connection:
        if bind is None and tenant_in_reach() and not crosses(clause):
            walled: SyncEngine = self.info[_WALLED]
            return walled
        return super().get_bind(mapper, clause=clause, bind=bind, **others)


def _walled_engine(url: str) -> AsyncEngine:
    """Its connections see the rows of the tenant that is in reach, and none without one."""
    engine = _postgres_engine(url, WALLED_POOL, overflow=0, role=walls.ROLE)

    @event.listens_for(engine.sync_engine, "checkout")
    def name_tenant(connection: Any, record: ConnectionPoolEntry, _: Any) -> None:
        """One more round trip, where the last to use it belonged elsewhere."""
        tenant = tenant_in_reach()
        if record.info.get(_TENANT) != tenant:
            record.info.pop(_TENANT, None)
            connection.run_async(lambda raw: raw.execute(_SET, tenant))
            record.info[_TENANT] = tenant

    return engine


def _postgres_engine(
    url: str, pool_size: int = POOL, overflow: int = OVERFLOW, **settings: str
) -> AsyncEngine:
    engine = create_async_engine(
        url,
        pool_size=pool_size,
        max_overflow=overflow,
        pool_timeout=CONNECT_SECONDS,
        json_serializer=_json,
        json_deserializer=orjson.loads,
        connect_args={
            "timeout": CONNECT_SECONDS,
            "command_timeout": STATEMENT_SECONDS,
            "server_settings": {**_SERVER, **settings},
        },
    )

    @event.listens_for(engine.sync_engine, "checkout")
    def replace_closed(connection: DBAPIConnection, *_: Any) -> None:
        """Costs nothing, where a ping costs three round trips."""
        if connection.driver_connection.is_closed():
            raise DisconnectionError

    return engine


def _sqlite_engine(url: str, connections: Connections, *, writer: bool) -> AsyncEngine:
    engine = create_async_engine(
        url,
        **({} if writer else _NO_TRANSACTION | {"skip_autocommit_rollback": True}),
        pool_size=1 if writer else 4,
        max_overflow=0,
        pool_timeout=STATEMENT_SECONDS,
        json_serializer=_json,
        json_deserializer=orjson.loads,
        connect_args={"timeout": STATEMENT_SECONDS, "async_creator_fn": connections.open},
    )
    engine.dialect.colspecs = {**engine.dialect.colspecs, Uuid: QuickUuid}

    @event.listens_for(engine.sync_engine, "connect")
    def prepare(connection: DBAPIConnection, _: Any) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        if writer:
            cursor.execute("PRAGMA journal_mode = WAL")
            cursor.execute("PRAGMA secure_delete = ON")  # what is deleted is gone from the file
        cursor.execute("PRAGMA synchronous = FULL")
        cursor.execute("PRAGMA foreign_keys = ON")
        if not writer:
            cursor.execute("PRAGMA query_only = ON")
        cursor.close()

    @event.listens_for(engine.sync_engine, "invalidate")
    def roll_back(connection: DBAPIConnection, *_: Any) -> None:
        """Or what was cancelled keeps its lock: SQLite closes when nobody holds a statement."""
        with suppress(Exception):
            connection.rollback()

    if writer:

        @event.listens_for(engine.sync_engine, "begin")
        def begin(connection: Any) -> None:
            connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine


def _json(value: Any) -> str:
    """Ids and days become text, too."""
    return orjson.dumps(value, default=_id_text).decode()


def _id_text(value: object) -> str:
    """orjson knows the standard library's ids, and not those that are a subclass."""
    if isinstance(value, UUID):
        return str(value)
    raise TypeError(type(value).__name__)
