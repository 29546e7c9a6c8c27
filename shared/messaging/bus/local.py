"""The bus of the embedded form: a durable log in one SQLite file, shared by one process."""

import asyncio
import contextlib
import math
import time
from collections import Counter
from collections.abc import AsyncGenerator, Collection, Coroutine, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from shared.backoff import delay
from shared.database.engine import Engine
from shared.messaging.bus.backlog import Backlog, seldom
from shared.messaging.bus.bus import SMALL, BrokerUnavailable, CaughtUp, OnBatch, ignore
from shared.messaging.bus.log_file import SCHEMA, LogFile
from shared.messaging.message import Arrival, Headers, Message, Partition, headers_of, headers_text
from shared.telemetry.measures import measures

BATCH = 500
RETRY_AT_MOST = 5.0
STOP_SECONDS = 15.0
MOMENT_SECONDS = 1.0

_APPEND = text(
    "INSERT INTO log (topic, key, value, headers) VALUES (:topic, :key, :value, :headers)"
)
_READ = text(
    "SELECT position, key, value, headers FROM log"
    " WHERE topic = :topic AND position > :after ORDER BY position LIMIT :limit"
)
_ALIVE = text("SELECT 1")
_NEW = text("SELECT topic, max(position) FROM log WHERE position > :after GROUP BY topic")
_END = text("SELECT coalesce(max(position), 0) FROM log")
_BEHIND = text("SELECT count(*) FROM log WHERE topic = :topic AND position > :after")
_POSITION = text("SELECT topic, position FROM positions WHERE consumer = :consumer")
_SAVE = text(
    "INSERT INTO positions (consumer, topic, position) VALUES (:consumer, :topic, :position)"
    " ON CONFLICT (consumer, topic) DO UPDATE SET position = excluded.position"
)


class LocalBus:
    """A topic is one partition; positions are kept per consumer group, as Kafka keeps offsets."""

    def __init__(self, file: Path) -> None:
        self.file = self._engine = LogFile(file)
        self.erasing = asyncio.Event()
        """Set by every tombstone; whoever forgets clears it."""
        self._changed: set[asyncio.Event] = set()
        self._ready = asyncio.Lock()
        self._exists = False
        self._answered = -math.inf

    async def publish(self, messages: Sequence[Message]) -> None:
        await self.append([(m.topic, m.key.encode(), m.data, m.headers()) for m in messages])

    async def append(
        self, records: Sequence[tuple[str, bytes | None, bytes | None, Headers]]
    ) -> None:
        """Store raw records (topic, key, value, headers), in order, in one transaction."""
        await self._prepared()
        rows = [
            {"topic": topic, "key": key, "value": value, "headers": headers_text(headers)}
            for topic, key, value, headers in records
        ]
        if rows:
            async with self._engine.writing() as session:
                await session.execute(_APPEND, rows)
        if any(value is None for _, _, value, _ in records):
            self.erasing.set()
        for event in self._changed:
            event.set()

    async def erased_within(self, seconds: float) -> None:
        """Return as soon as a tombstone was published, and at the latest then."""
        await _wait(self.erasing, seconds)

    async def consume(
        self,
        topics: Collection[str],
        group: str,
        on_batch: OnBatch,
        rest_seconds: float = 0.0,
        caught_up: CaughtUp = ignore,
    ) -> None:
        try:
            await self._consume(topics, group, on_batch, rest_seconds, caught_up)
        except BrokerUnavailable:
            if not self._engine.closed:
                raise

    async def _consume(
        self,
        topics: Collection[str],
        group: str,
        on_batch: OnBatch,
        rest_seconds: float,
        caught_up: CaughtUp,
    ) -> None:
        await self._prepared()
        async with self._engine.reading() as session:
            found = await session.execute(_POSITION, {"consumer": group})
            saved: dict[str, int] = {row[0]: row[1] for row in found}
        positions = {topic: saved.get(topic, 0) for topic in topics}
        reader = _Reader(self._engine, group, positions, caught_up)
        event = asyncio.Event()
        self._changed.add(event)
        observing = asyncio.create_task(reader.observe())
        try:
            while not self._engine.closed:
                event.clear()
                handled = await _finished(reader.step(on_batch))
                if not handled:
                    await _wait(event, reader.seconds_until_retry())
                elif handled < SMALL:
                    await asyncio.sleep(rest_seconds)
        finally:
            self._changed.discard(event)
            observing.cancel()
            await asyncio.wait({observing}, timeout=STOP_SECONDS)

    async def history(
        self, topics: Collection[str], since: datetime
    ) -> AsyncGenerator[Sequence[Arrival]]:
        await self._prepared()
        async with self._engine.reading() as session:
            end = (await session.execute(_END)).scalar_one()
        for topic in sorted(topics):
            reader = _Reader(self._engine, "", {topic: 0})
            while batch := [a for a in await reader.next(topic) if a.offset <= end]:
                recent = [a for a in batch if a.message is None or a.message.time >= since]
                if recent:
                    yield recent

    async def check(self) -> None:
        """What was answered a moment ago holds, whichever service in this process asked."""
        moment = time.monotonic()
        if self._engine.closed or moment - self._answered > MOMENT_SECONDS:
            await self._prepared()
            async with self._engine.reading() as session:
                await session.execute(_ALIVE)
            self._answered = moment

    async def close(self) -> None:
        await self._engine.close()
        for event in self._changed:
            event.set()

    async def _prepared(self) -> None:
        async with self._ready:
            if not self._exists:
                async with self._engine.writing() as session:
                    for statement in SCHEMA:
                        await session.execute(text(statement))
                self._exists = True


class _Reader:
    """One consumer's place in each of its topics."""

    def __init__(
        self,
        engine: Engine,
        group: str,
        positions: dict[str, int],
        caught_up: CaughtUp = ignore,
    ) -> None:
        self._engine = engine
        self._group = group
        self._positions = positions
        self._unread = set(positions)
        """Topics in which something may wait; in the others nothing does up to ``_seen``."""
        self._seen = max(positions.values(), default=0)
        self._attempts: dict[str, int] = {}
        self._not_before: dict[str, float] = {}
        self._backlog = Backlog(group, positions, caught_up)

    async def step(self, on_batch: OnBatch) -> int:
        """Handle one batch of every topic that is not paused; returns how many messages it had."""
        began = time.time()
        async with self._engine.reading() as session:
            await self._look(session)
            batch = [
                arrival for topic in self._due() for arrival in await self._due_in(session, topic)
            ]
        if not batch:
            return 0
        try:
            failed: Mapping[Partition, Exception] = await on_batch(batch)
        except Exception as error:
            failed = {arrival.partition: error for arrival in batch}
        done = {a.partition.topic: a.offset for a in batch if a.partition not in failed}
        for partition in failed:
            attempt = self._attempts[partition.topic] = self._attempts.get(partition.topic, 0) + 1
            self._not_before[partition.topic] = time.monotonic() + delay(
                attempt, most=RETRY_AT_MOST
            )
        await self._save(done)
        counts = Counter(arrival.partition for arrival in batch)
        for place in (p for p in counts if counts[p] < BATCH and p.topic in done):
            self._backlog.reached(place, began)
        return len(batch)

    async def observe(self) -> None:
        """Measure how far behind this consumer is, until cancelled."""
        with measures.include(self._measure):
            for seconds in seldom():
                with contextlib.suppress(BrokerUnavailable):
                    await self._measure()
                await asyncio.sleep(seconds)

    async def _measure(self) -> None:
        self._backlog.report(await self._behind(), paused=len(self._attempts))

    async def _behind(self) -> dict[Partition, int]:
        behind: dict[Partition, int] = {}
        async with self._engine.reading() as session:
            for topic, after in self._positions.items():
                found = await session.execute(_BEHIND, {"topic": topic, "after": after})
                behind[Partition(topic, 0)] = found.scalar_one()
        return behind

    def seconds_until_retry(self) -> float | None:
        """Seconds until the first paused topic is tried again; None if none is paused."""
        if not self._not_before:
            return None
        return max(0.0, min(self._not_before.values()) - time.monotonic())

    def _due(self) -> list[str]:
        now = time.monotonic()
        unread = (topic for topic in self._positions if topic in self._unread)
        return [topic for topic in unread if self._not_before.get(topic, 0.0) <= now]

    async def _due_in(self, session: AsyncSession, topic: str) -> list[Arrival]:
        arrivals = await self._read(session, topic)
        if not arrivals:
            self._unread.discard(topic)
        return arrivals

    async def _look(self, session: AsyncSession) -> None:
        """Where something came since the last time: one statement for however many topics."""
        for topic, position in await session.execute(_NEW, {"after": self._seen}):
            self._seen = max(self._seen, position)
            if topic in self._positions:
                self._unread.add(topic)

    async def _read(self, session: AsyncSession, topic: str) -> list[Arrival]:
        values = {"topic": topic, "after": self._positions[topic], "limit": BATCH}
        rows = await session.execute(_READ, values)
        place = Partition(topic, 0)
        return [
            Arrival.read(place, position, key, value, headers_of(headers))
            for position, key, value, headers in rows
        ]

    async def next(self, topic: str) -> list[Arrival]:
        """The following batch of one topic, without keeping a position."""
        async with self._engine.reading() as session:
            batch = await self._read(session, topic)
        if batch:
            self._positions[topic] = batch[-1].offset
        return batch

    async def _save(self, done: dict[str, int]) -> None:
        if not done:
            return
        rows = [{"consumer": self._group, "topic": t, "position": p} for t, p in done.items()]
        async with self._engine.writing() as session:
            await session.execute(_SAVE, rows)
        for topic, position in done.items():
            self._positions[topic] = position
            self._attempts.pop(topic, None)
            self._not_before.pop(topic, None)


async def _finished(step: Coroutine[Any, Any, int]) -> int:
    """A cancellation lets the step end first; a second one, or a step that hangs, does not."""
    task = asyncio.create_task(step)
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        try:
            await asyncio.wait({task}, timeout=STOP_SECONDS)
        finally:
            task.cancel()
        raise


async def _wait(event: asyncio.Event, seconds: float | None) -> None:
    try:
        async with asyncio.timeout(seconds):
            await event.wait()
    except TimeoutError:
        pass
