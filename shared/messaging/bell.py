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
PAUSE_SECONDS = 0.02
"""Between two NOTIFY: only other instances wait for them, and who has been calm rings at once."""


class Bell(Protocol):
    """Rings name by name; a ring with nobody waiting is kept for the next one who waits."""

    def ring(self, name: str) -> None:
        """Wake who waits for ``name``; never blocks and never raises."""
        ...

    async def wait(self, name: str, seconds: float) -> None:
        """Return on the next ring, or after ``seconds``: the slow poll that is the net."""
        ...

    def heard_here(self, name: str) -> contextlib.AbstractContextManager[None]:
        """While inside, whoever waits in this process is enough: no other need be told."""
        ...


class LocalBell:
    """For one process."""

    def __init__(self) -> None:
        self._events: defaultdict[str, asyncio.Event] = defaultdict(asyncio.Event)

    def ring(self, name: str) -> None:
        self._events[name].set()

    async def wait(self, name: str, seconds: float) -> None:
        event = self._events[name]
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await event.wait()
        event.clear()

    def heard_here(self, name: str) -> contextlib.AbstractContextManager[None]:
        return contextlib.nullcontext()


class PostgresBell(LocalBell):
    """Also tells other instances, one NOTIFY in flight at a time, on a connection of its own."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self._dsn = url
        self._pending: set[str] = set()
        self._wake = asyncio.Event()
        self._heard_here: Counter[str] = Counter()

    def ring(self, name: str) -> None:
        super().ring(name)
        if not self._heard_here[name]:
            self._pending.add(name)
            self._wake.set()

    @contextlib.contextmanager
    def heard_here(self, name: str) -> Generator[None]:
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
            await connection.add_listener("knotenpunkt", self._heard)
            while True:
                await self._wake.wait()
                self._wake.clear()
                names, self._pending = self._pending, set()
                for name in names:
                    await connection.execute(f"NOTIFY knotenpunkt, '{name}'")
                await asyncio.sleep(PAUSE_SECONDS)
        finally:
            connection.terminate()

    def _heard(self, connection: Any, pid: int, channel: str, payload: object) -> None:
        if pid != connection.get_server_pid():
            super().ring(str(payload))
