"""Connections to SQLite files; each has a thread, which has to end before the event loop does."""

import asyncio
import sqlite3
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from queue import SimpleQueue
from typing import Any

import aiosqlite

END_SECONDS = 5.0
USE_SECONDS = 1.0
"""For what was cancelled to roll back; without its thread it would wait for ever."""
_CHUNK = 64
"""Rows that the driver would fetch at once, if somebody read them one by one."""


class _Connection(aiosqlite.Connection):
    """Goes to its thread once for a statement and all it finds, and not four times."""

    def cursor(self) -> "_Cursor":  # type: ignore[override]
        return _Cursor(self)


class _Cursor:
    """What was found is held here; nothing of it is left with SQLite."""

    def __init__(self, connection: _Connection) -> None:
        self._connection = connection
        self._rows: Sequence[Any] = ()
        self.description: Any = None
        self.rowcount = -1
        self.lastrowid: int | None = None
        self.arraysize = 1

    async def __aenter__(self) -> "_Cursor":
        return self

    async def execute(self, sql: str, parameters: Any = ()) -> "_Cursor":
        return await self._run(sqlite3.Cursor.execute, sql, parameters)

    async def executemany(self, sql: str, parameters: Any) -> "_Cursor":
        return await self._run(sqlite3.Cursor.executemany, sql, parameters)

    async def fetchall(self) -> Sequence[Any]:
        return self._rows

    async def close(self) -> None:
        self._rows = ()

    async def _run(self, how: Callable[..., Any], *given: Any) -> "_Cursor":
        await self._connection._execute(self._in_thread, how, *given)  # type: ignore[no-untyped-call]
        return self

    def _in_thread(self, how: Callable[..., Any], *given: Any) -> None:
        cursor = self._connection._conn.cursor()
        try:
            how(cursor, *given)
            self.description = cursor.description
            self._rows = cursor.fetchall() if cursor.description else ()
            self.rowcount, self.lastrowid = cursor.rowcount, cursor.lastrowid
        finally:
            cursor.close()


class Connections:
    """All that were opened for one engine, however it loses sight of them.

    A pool lets go of a connection whose use was cancelled without waiting for its thread, and a
    thread that has something to tell an event loop that is closed dies of it.
    """

    def __init__(self) -> None:
        self._opened: list[aiosqlite.Connection] = []
        self._users = 0
        self._unused = asyncio.Event()
        self._unused.set()

    @contextmanager
    def used(self) -> Generator[None]:
        """While inside, somebody waits for a thread."""
        self._users += 1
        self._unused.clear()
        try:
            yield
        finally:
            self._users -= 1
            if not self._users:
                self._unused.set()

    async def unused(self) -> None:
        """Wait until nobody waits for a thread, for a bounded time."""
        with suppress(TimeoutError):
            async with asyncio.timeout(USE_SECONDS):
                await self._unused.wait()

    def open(self, *given: Any, **options: Any) -> aiosqlite.Connection:
        """One more, not yet connected; a thread ends with its process."""
        connection = _Connection(partial(sqlite3.connect, *given, **options), _CHUNK)
        connection._thread.daemon = True
        living = [each for each in self._opened if _lives(each)]
        for dead in {*self._opened}.difference(living):
            _let_go(dead)
        self._opened = [*living, connection]
        return connection

    async def end(self) -> None:
        """Close what is still open, and wait until no thread is left, for a bounded time."""
        left = [each for each in self._opened if each._thread.is_alive()]
        for connection in left:
            connection.stop()
        for connection in left:
            await asyncio.to_thread(connection._thread.join, END_SECONDS)
            _answer_without_thread(connection)
        for connection in self._opened:
            _let_go(connection)
        self._opened = []


class _Ended(SimpleQueue[Any]):
    """Does at once what is asked of a thread that has ended: nothing is left to wait for."""

    def put_nowait(self, item: Any) -> None:
        future, function = item
        if future is None or future.done():
            return
        try:
            future.set_result(function())
        except Exception as reason:
            future.set_exception(reason)


def _answer_without_thread(connection: aiosqlite.Connection) -> None:
    """Somebody whose use was cancelled may still close it, and would wait for ever."""
    if connection._thread.is_alive():
        return
    asked, connection._tx = connection._tx, _Ended()
    while not asked.empty():
        connection._tx.put_nowait(asked.get())


def _let_go(connection: aiosqlite.Connection) -> None:
    """A thread that died could not close what it had; SQLite closes it with its last use."""
    if connection._thread.ident is not None and not connection._thread.is_alive():
        connection._connection = None


def _lives(connection: aiosqlite.Connection) -> bool:
    """Started and not ended, or not started yet."""
    return connection._thread.ident is None or connection._thread.is_alive()
