"""From the committed hire to the committed welcome, beside the shortest chain there is."""

import asyncio
import contextlib
import time
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from datetime import datetime
from statistics import median
from uuid import UUID

import asyncpg
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer

from shared.ids import new_id
from shared.messaging.bus.kafka_wire import build_consumer
from tests.benchmarks.figures import LOWER, Figure, ratios
from tests.benchmarks.parts.part import Bench
from tests.benchmarks.pipeline import OURS, Pipeline, open_pipelines
from tests.benchmarks.producing import started_producer
from tests.benchmarks.site import Installation, Site

RATE = 50.0
TOPIC = "directory.events"
_COMMITTED = "SELECT {key}, pg_xact_commit_timestamp(xmin) FROM {rows}"
_HIRES = _COMMITTED.format(key="worker_id", rows="employments")
_WELCOMES = _COMMITTED.format(key="worker_id", rows="messages WHERE kind = 'welcome'")


class Chain:
    """Insert, produce, consume, insert: one process, one row and one message each."""

    def __init__(self, installation: Installation) -> None:
        self._settings = installation.settings["directory"]
        self._connections: list[asyncpg.Connection] = []
        self._producer: AIOKafkaProducer
        self._consumer: AIOKafkaConsumer

    @asynccontextmanager
    async def opened(self, site: Site) -> AsyncGenerator[None]:
        dsn = (await site.database()).replace("+asyncpg", "")
        self._connections = [await asyncpg.connect(dsn) for _ in range(2)]
        for table in ("hire", "welcome"):
            await self._connections[0].execute(f"CREATE TABLE {table} (id uuid PRIMARY KEY)")
        prefix = self._settings.kafka_prefix
        self._producer = await started_producer(site.kafka.admin)
        self._consumer = build_consumer(site.kafka.admin, f"{prefix}chain")
        self._consumer.subscribe([prefix + TOPIC])
        await self._consumer.start()
        welcoming = asyncio.create_task(self._welcome())
        try:
            yield
        finally:
            welcoming.cancel()
            await asyncio.wait({welcoming})
            await self._consumer.stop()
            await self._producer.stop()
            for connection in self._connections:
                await connection.close()

    async def run(self, seconds: float) -> float:
        """The median in milliseconds."""
        for table in ("hire", "welcome"):
            await self._connections[0].execute(f"TRUNCATE {table}")
        began = time.perf_counter()
        for number in range(int(seconds * RATE)):
            await asyncio.sleep(max(0.0, began + number / RATE - time.perf_counter()))
            await self._hire()
        await asyncio.sleep(0.5)
        return _median_ms(
            await _moments(self._connections[0], _COMMITTED.format(key="id", rows="hire")),
            await _moments(self._connections[0], _COMMITTED.format(key="id", rows="welcome")),
        )

    async def _hire(self) -> None:
        key = new_id()
        await self._connections[0].execute("INSERT INTO hire VALUES ($1)", key)
        topic = self._settings.kafka_prefix + TOPIC
        await self._producer.send_and_wait(topic, key.bytes, key=key.bytes)

    async def _welcome(self) -> None:
        with contextlib.suppress(asyncio.CancelledError):
            async for record in self._consumer:
                key = UUID(bytes=record.value)
                await self._connections[1].execute("INSERT INTO welcome VALUES ($1)", key)


async def run(bench: Bench) -> list[Figure]:
    ours, floor = [], []
    chain = Chain(await bench.site.installation())
    async with (
        open_pipelines(bench.site, OURS) as pipelines,
        chain.opened(bench.site),
    ):
        await chain.run(1.0)
        await pipelines[OURS].run(bench.seconds)
        await pipelines[OURS].run(bench.seconds, rate=RATE, connections=16)
        for number in range(bench.slices):
            floor.append(await chain.run(bench.seconds))
            ours.append(await _hire_to_welcome(pipelines[OURS], bench.seconds))
            bench.say(f"slice {number + 1}: ms {ours[-1]:.1f}, chain {floor[-1]:.1f}")
    bench.notes.append(
        f"hire to welcome at {RATE:.0f}/s: {median(ours):.1f} ms; chain {median(floor):.1f} ms"
    )
    name = "hire committed to welcome committed / chain"
    return [Figure(name, 3, 2, ratios(ours, floor), LOWER)]


async def _hire_to_welcome(pipeline: Pipeline, seconds: float) -> float:
    """The median in milliseconds, as PostgreSQL itself remembers the commits."""
    installation = pipeline.installation
    async with (
        installation.connected("directory") as directory,
        installation.connected("notifications") as notifications,
    ):
        before = await _moments(directory, _HIRES)
        await pipeline.run(seconds, rate=RATE, connections=16)
        hires = await _moments(directory, _HIRES)
        new = {key: at for key, at in hires.items() if key not in before}
        return _median_ms(new, await _moments(notifications, _WELCOMES))


async def _moments(connection: asyncpg.Connection, query: str) -> dict[UUID, datetime]:
    return {row[0]: row[1] for row in await connection.fetch(query)}


def _median_ms(first: Mapping[UUID, datetime], then: Mapping[UUID, datetime]) -> float:
    return median((then[key] - at).total_seconds() for key, at in first.items()) * 1000
