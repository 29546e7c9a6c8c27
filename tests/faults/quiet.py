"""Waits until nothing moves any more: outboxes empty, everything read, no letter due."""

import asyncio
import time

import asyncpg
from aiokafka.errors import KafkaError

from deploy.services import NAMES
from tests.faults.site import Site
from tests.kafka_lag import KafkaLag

PAUSE_SECONDS = 0.1
_DUE = "SELECT count(*) FROM deliveries WHERE state = 'queued' AND not_before <= now()"
_AWAY = (KafkaError, OSError, asyncpg.PostgresError, asyncpg.InterfaceError, TimeoutError)


async def quiet(site: Site, seconds: float) -> str:
    """Returns nothing once it is quiet, or what still moved when the time was over."""
    deadline = time.monotonic() + seconds
    watch = _Watch(site)
    while time.monotonic() < deadline:
        try:
            async with watch:
                if await watch.quiet(deadline):
                    return ""
        except _AWAY as error:
            watch.last = type(error).__name__
            await asyncio.sleep(PAUSE_SECONDS)
    return watch.last


class _Watch:
    def __init__(self, site: Site) -> None:
        self._site = site
        self._databases: dict[str, asyncpg.Connection] = {}
        self._lag: KafkaLag
        self.last = ""

    async def __aenter__(self) -> None:
        self._lag = KafkaLag(self._site.kafka.admin, "", NAMES)
        await self._lag.__aenter__()
        for name in NAMES:
            dsn = self._site.dsn(name)
            self._databases[name] = await asyncpg.connect(dsn, timeout=5, command_timeout=5)

    async def __aexit__(self, *_: object) -> None:
        for connection in self._databases.values():
            connection.terminate()
        self._databases.clear()
        await self._lag.__aexit__()

    async def quiet(self, deadline: float) -> bool:
        calm, seen = 0, -1
        while calm < 2 and time.monotonic() < deadline:
            now = await self._moving()
            calm = calm + 1 if not self.last and now == seen else 0
            seen = now
            await asyncio.sleep(PAUSE_SECONDS)
        return calm >= 2

    async def _moving(self) -> int:
        """Notes what moves; returns how many facts the dashboard has seen."""
        found = []
        for name, connection in self._databases.items():
            if waiting := await connection.fetchval("SELECT count(*) FROM outbox"):
                found.append(f"{waiting} in the outbox of {name}")
        behind = [name for name in NAMES if await self._lag.ends_if_read(name) is None]
        found += [f"{name} behind" for name in behind]
        if due := await self._databases["notifications"].fetchval(_DUE):
            found.append(f"{due} letters due")
        self.last = ", ".join(found)
        return int(await self._databases["dashboard"].fetchval("SELECT count(*) FROM seen"))
