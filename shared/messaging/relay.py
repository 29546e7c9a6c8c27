"""Moves the outbox to the bus: select, publish, await every acknowledgement, delete."""

import asyncio
import hashlib
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager

import asyncpg
import structlog

from shared.messaging import metrics, outbox
from shared.messaging.backoff import delay
from shared.messaging.bus import Bus, BusAway
from shared.messaging.database import Database
from shared.messaging.faults import describe, is_transient

log = structlog.get_logger()

BATCH = 1000
IDLE_SECONDS = 0.25
STANDBY_SECONDS = 1.0
RETRY_AT_MOST = 5.0
_TRY_LOCK = "SELECT pg_try_advisory_lock($1)"


class Relay:
    """One service's relay; of several instances one is active, the others stand by."""

    def __init__(self, database: Database, bus: Bus) -> None:
        self._database = database
        self._bus = bus
        self._service = database.service
        self._relayed = metrics.RELAYED.labels(database.service)
        self._away = metrics.BUS_AWAY.labels(database.service, "relay")

    async def run(self) -> None:
        """Relay until cancelled; faults of database and bus pass."""
        attempt = 0
        while True:
            try:
                async with self._leadership() as lead:
                    metrics.RELAY_LEADER.labels(self._service).set(1)
                    while lead():
                        moved = await self.step()
                        attempt = 0
                        if not moved:
                            await self._database.bell.wait("outbox", IDLE_SECONDS)
            except Exception as error:
                attempt += 1
                self._report(error)
                await asyncio.sleep(delay(attempt, most=RETRY_AT_MOST))
            finally:
                metrics.RELAY_LEADER.labels(self._service).set(0)

    async def step(self) -> int:
        """Move one batch; a crash after publishing publishes it again, which inboxes absorb."""
        async with self._database.reading() as session:
            waiting = await outbox.oldest(session, BATCH)
        if waiting:
            await self._bus.publish([message for _, message in waiting])
            async with self._database.engine.writing() as session:
                await outbox.remove(session, [position for position, _ in waiting])
            self._relayed.inc(len(waiting))
            self._away.set(0)
        return len(waiting)

    def _report(self, error: Exception) -> None:
        self._away.set(float(isinstance(error, BusAway)))
        level = log.warning if is_transient(error) or isinstance(error, BusAway) else log.error
        level("relay.paused", service=self._service, error=describe(error))

    @asynccontextmanager
    async def _leadership(self) -> AsyncGenerator[Callable[[], bool]]:
        """Hold the session's advisory lock; SQLite has one process, which leads."""
        if self._database.engine.sqlite:
            yield lambda: True
            return
        dsn = self._database.engine.url.set(drivername="postgresql")
        connection = await asyncpg.connect(
            dsn.render_as_string(hide_password=False), timeout=5, server_settings=_KEEPALIVE
        )
        try:
            while not await connection.fetchval(_TRY_LOCK, self._lock()):
                await asyncio.sleep(STANDBY_SECONDS)
            yield lambda: not connection.is_closed()
        finally:
            connection.terminate()

    def _lock(self) -> int:
        digest = hashlib.sha256(f"knotenpunkt relay {self._service}".encode()).digest()
        return int.from_bytes(digest[:8], "big", signed=True)


_KEEPALIVE = {
    "tcp_keepalives_idle": "2",
    "tcp_keepalives_interval": "1",
    "tcp_keepalives_count": "2",
    "tcp_user_timeout": "4000",
}
"""The server drops a leader whose network is gone within about four seconds."""
