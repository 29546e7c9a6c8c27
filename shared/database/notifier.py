"""Wakes workers after a commit: at once inside the process, by NOTIFY in other instances."""

import asyncio
import contextlib
from collections import Counter, defaultdict
from collections.abc import Generator
from typing import Any, Protocol

import asyncpg
import structlog

log = structlog.get_logger()

RECONNECT_SECONDS = 1.0
PROBE_SECONDS = 30.0
"""After so long without a ring of ours, whether the connection still carries anything."""
PAUSE_SECONDS = 0.02
"""Between two NOTIFY: only other instances wait for them, and who has been calm rings at once."""


class Notifier(Protocol):
    """Rings name by name; a ring with nobody waiting is kept for the next one who waits."""

    net_seconds: float
    """Then whoever waits looks by himself, because something may have happened without a ring."""

    def notify(self, name: str) -> None:
        """Wake who waits for ``name``; never blocks and never raises."""
        ...

    async def wait(self, name: str, seconds: float) -> None:
        """Return on the next ring, or after ``seconds``: the slow poll that is the net."""
        ...

    def ring_all(self) -> None:
        """Wake everybody who waits in this process: something may have been missed."""
        ...

    def only_here(self, name: str) -> contextlib.AbstractContextManager[None]:
        """While inside, whoever waits in this process is enough: no other need be told."""
        ...


class LocalNotifier:
    """For one process."""

    net_seconds = 60.0

    def __init__(self) -> None:
        self._events: defaultdict[str, asyncio.Event] = defaultdict(asyncio.Event)

    def notify(self, name: str) -> None:
        self._events[name].set()

    async def wait(self, name: str, seconds: float) -> None:
        event = self._events[name]
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await event.wait()
        event.clear()

    def ring_all(self) -> None:
        for event in self._events.values():
            event.set()

    def only_here(self, name: str) -> contextlib.AbstractContextManager[None]:
        return contextlib.nullcontext()


class PostgresNotifier(LocalNotifier):
    """Also tells other instances, one NOTIFY in flight at a time, on a connection of its own.

    What others ring while that connection is lost is not heard; everybody is woken once it is back.
    """

    net_seconds = 10.0
    """Another instance that was killed between its commit and its ring has told nobody."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self._dsn = url
        self._pending: set[str] = set()
        self._wake = asyncio.Event()
        self._heard_here: Counter[str] = Counter()

    def notify(self, name: str) -> None:
        super().notify(name)
        if not self._heard_here[name]:
            self._pending.add(name)
            self._wake.set()

    @contextlib.contextmanager
    def only_here(self, name: str) -> Generator[None]:
        self._heard_here[name] += 1
        try:
            yield
        finally:
            self._heard_here[name] -= 1

    async def run(self) -> None:
        """Listen and notify until cancelled; a lost connection is made again."""
        while True:
            try:
                await self._connected()
            except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError, TimeoutError) as error:
                log.warning("bell.reconnecting", error=type(error).__name__)
                await asyncio.sleep(RECONNECT_SECONDS)

    async def _connected(self) -> None:
        connection = await asyncpg.connect(self._dsn, timeout=5, command_timeout=5)
        try:
            connection.add_termination_listener(lambda _: self._wake.set())
            await connection.add_listener("knotenpunkt", self._heard)
            self.ring_all()
            while True:
                await self._tell(connection)
                await asyncio.sleep(PAUSE_SECONDS)
                await self._rung(connection)
        finally:
            connection.terminate()

    async def _tell(self, connection: asyncpg.Connection) -> None:
        while self._pending:
            name = self._pending.pop()
            try:
                await connection.execute(f"NOTIFY knotenpunkt, '{name}'")
            except BaseException:
                self._pending.add(name)
                raise

    async def _rung(self, connection: asyncpg.Connection) -> None:
        """Wait for a ring; raises once the connection is lost."""
        while not self._wake.is_set():
            try:
                async with asyncio.timeout(PROBE_SECONDS):
                    await self._wake.wait()
            except TimeoutError:
                await connection.execute("SELECT 1")
        self._wake.clear()
        if connection.is_closed():
            raise asyncpg.InterfaceError("the connection is lost")

    def _heard(self, connection: Any, pid: int, channel: str, payload: object) -> None:
        if pid != connection.get_server_pid():
            super().notify(str(payload))
