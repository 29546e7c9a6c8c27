"""Wakes workers after a commit: at once inside the process, by NOTIFY in other instances."""

import asyncio
import contextlib
from collections import Counter, defaultdict
from collections.abc import Generator
from typing import Any, Protocol

import asyncpg
import structlog

log = structlog.get_logger()

_NOTIFY = "SELECT pg_notify('knotenpunkt', $1)"
RECONNECT_SECONDS = 1.0
PROBE_SECONDS = 30.0
"""After so long without a NOTIFY of ours the connection is probed."""
PAUSE_SECONDS = 0.02
"""Between two NOTIFY; the first after a calm is sent at once."""


ANYTHING = frozenset({""})


class Notifier(Protocol):
    """Wakes waiters by name; a notification that nobody waits for is kept for the next waiter."""

    net_seconds: float
    """How long to wait at most: something may have happened without a notification."""

    def notify(self, name: str, about: str = "") -> None:
        """Wake the waiters for ``name``; never blocks and never raises."""
        ...

    async def wait(self, name: str, seconds: float) -> frozenset[str]:
        """Return on the next notification, or after ``seconds``: the slow poll that is the net.

        What it was about, if all that came said so; else an empty text, for anything, is in it.
        """
        ...

    def notify_all(self) -> None:
        """Wake every waiter of this process: something may have been missed."""
        ...

    def only_here(self, name: str) -> contextlib.AbstractContextManager[None]:
        """While inside, notifications of ``name`` wake this process only."""
        ...


class LocalNotifier:
    """For one process."""

    net_seconds = 60.0

    def __init__(self) -> None:
        self._events: defaultdict[str, asyncio.Event] = defaultdict(asyncio.Event)
        self._about: defaultdict[str, set[str]] = defaultdict(set)

    def notify(self, name: str, about: str = "") -> None:
        self._about[name].add(about)
        self._events[name].set()

    async def wait(self, name: str, seconds: float) -> frozenset[str]:
        event = self._events[name]
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await event.wait()
        event.clear()
        return frozenset(self._about.pop(name, ANYTHING))

    def notify_all(self) -> None:
        for name in list(self._events):
            LocalNotifier.notify(self, name)

    def only_here(self, name: str) -> contextlib.AbstractContextManager[None]:
        return contextlib.nullcontext()


class PostgresNotifier(LocalNotifier):
    """Also tells other instances, one NOTIFY in flight at a time, on a connection of its own.

    Notifications of others are missed while that connection is lost; then every waiter is woken.
    """

    net_seconds = 10.0
    """Another instance may be killed between its commit and its NOTIFY."""

    def __init__(self, url: str) -> None:
        super().__init__()
        self._dsn = url
        self._pending: set[tuple[str, str]] = set()
        self._wake = asyncio.Event()
        self._heard_here: Counter[str] = Counter()

    def notify(self, name: str, about: str = "") -> None:
        super().notify(name, about)
        if not self._heard_here[name]:
            self._pending.add((name, about))
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
                log.warning("notifier.reconnecting", error=type(error).__name__)
                await asyncio.sleep(RECONNECT_SECONDS)

    async def _connected(self) -> None:
        connection = await asyncpg.connect(self._dsn, timeout=5, command_timeout=5)
        try:
            connection.add_termination_listener(lambda _: self._wake.set())
            await connection.add_listener("knotenpunkt", self._heard)
            self.notify_all()
            while True:
                await self._send(connection)
                await asyncio.sleep(PAUSE_SECONDS)
                await self._pending_or_lost(connection)
        finally:
            connection.terminate()

    async def _send(self, connection: asyncpg.Connection) -> None:
        while self._pending:
            name, about = told = self._pending.pop()
            try:
                await connection.execute(_NOTIFY, f"{name} {about}" if about else name)
            except BaseException:
                self._pending.add(told)
                raise

    async def _pending_or_lost(self, connection: asyncpg.Connection) -> None:
        """Wait until something is to be sent; raises once the connection is lost."""
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
            name, _, about = str(payload).partition(" ")
            super().notify(name, about)
