"""Moves the outbox to the bus: select, publish, await every acknowledgement, delete."""

import asyncio
import hashlib
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

import asyncpg
import structlog

from shared.backoff import delay
from shared.faults import describe, is_transient
from shared.messaging.bus.bus import SMALL, BrokerUnavailable, Bus
from shared.messaging.database import Database
from shared.messaging.outbox.outbox import EmbeddedOutbox, LeaderOutbox, Outbox
from shared.messaging.transaction import OUTBOX
from shared.telemetry import metrics

log = structlog.get_logger()

BATCH = 1000
STANDBY_SECONDS = 1.0
STATEMENT_SECONDS = 30.0
RETRY_AT_MOST = 5.0
_TRY_LOCK = "SELECT pg_try_advisory_lock($1)"


class Relay:
    """One service's relay; of several instances one is active, the others stand by."""

    def __init__(self, database: Database, bus: Bus, rest_seconds: float = 0.0) -> None:
        self._database = database
        self._rest_seconds = rest_seconds
        self._bus = bus
        self._service = database.service
        self._relayed = metrics.RELAYED.labels(database.service)
        self._away = metrics.BUS_AWAY.labels(database.service, "relay")

    async def run(self) -> None:
        """Relay until cancelled; faults of database and bus pass."""
        attempt = 0
        while True:
            try:
                async with self.leading() as outbox:
                    metrics.RELAY_LEADER.labels(self._service).set(1)
                    notifier = self._database.notifier
                    with notifier.only_here(OUTBOX):
                        while outbox.is_leader():
                            moved = await self.step(outbox)
                            attempt = 0
                            if 0 < moved < SMALL:
                                await asyncio.sleep(self._rest_seconds)
                            if moved < BATCH:
                                await notifier.wait(OUTBOX, notifier.net_seconds)
            except Exception as error:
                attempt += 1
                self._report(error)
                self._database.notifier.notify(OUTBOX)  # the leader was not told meanwhile
                await asyncio.sleep(delay(attempt, most=RETRY_AT_MOST))
            finally:
                metrics.RELAY_LEADER.labels(self._service).set(0)

    async def step(self, outbox: Outbox) -> int:
        """Move one batch; a crash after publishing publishes it again, which inboxes absorb."""
        waiting = await outbox.oldest(BATCH)
        if waiting:
            await self._bus.publish([message for _, message in waiting])
            await outbox.remove([position for position, _ in waiting])
            self._relayed.inc(len(waiting))
            self._away.set(0)
        return len(waiting)

    def _report(self, error: Exception) -> None:
        self._away.set(float(isinstance(error, BrokerUnavailable)))
        level = (
            log.warning
            if is_transient(error) or isinstance(error, BrokerUnavailable)
            else log.error
        )
        level("relay.paused", service=self._service, error=describe(error))

    @asynccontextmanager
    async def leading(self) -> AsyncGenerator[Outbox]:
        """Wait for the session's advisory lock and hold it; SQLite has one process, which leads."""
        if self._database.engine.sqlite:
            yield EmbeddedOutbox(self._database.engine)
            return
        dsn = self._database.engine.url.set(drivername="postgresql")
        connection = await asyncpg.connect(
            dsn.render_as_string(hide_password=False),
            timeout=5,
            command_timeout=STATEMENT_SECONDS,
            server_settings=_SETTINGS,
        )
        try:
            while not await connection.fetchval(_TRY_LOCK, self._lock()):
                await asyncio.sleep(STANDBY_SECONDS)
            connection.add_termination_listener(lambda _: self._database.notifier.notify(OUTBOX))
            yield LeaderOutbox(connection)
        finally:
            connection.terminate()

    def _lock(self) -> int:
        digest = hashlib.sha256(f"knotenpunkt relay {self._service}".encode()).digest()
        return int.from_bytes(digest[:8], "big", signed=True)


_SETTINGS = {
    "synchronous_commit": "off",
    "tcp_keepalives_idle": "2",
    "tcp_keepalives_interval": "1",
    "tcp_keepalives_count": "2",
    "tcp_user_timeout": "4000",
}
"""A removal that a crash undoes is only published again, so nobody waits for the disk. And the
server drops a leader whose network is gone within about four seconds."""
