"""A member of a Kafka consumer group: polls, hands over, commits, pauses, and never gives up."""

import asyncio
import math
import time
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any, ClassVar

import structlog
from aiokafka import AIOKafkaConsumer, ConsumerRebalanceListener, TopicPartition
from aiokafka.errors import IllegalStateError, KafkaError

from shared.backoff import delay
from shared.faults import describe, told_to_end
from shared.messaging.bus.backlog import Backlog, seldom
from shared.messaging.bus.brokers import Brokers
from shared.messaging.bus.bus import SMALL, CaughtUp, OnBatch, ignore
from shared.messaging.bus.kafka_commits import COMMIT_SECONDS, Commits
from shared.messaging.bus.kafka_wire import (
    SESSION_SECONDS,
    FetchingDead,
    Stopping,
    build_consumer,
    holding_of,
    lag,
    stop_quietly,
)
from shared.messaging.message import Arrival, Partition
from shared.telemetry import metrics
from shared.telemetry.measures import measures

log = structlog.get_logger()
Records = Mapping[TopicPartition, Sequence[Any]]

FETCH_MS, CALM_FETCH_MS = 500, 10_000
"""How long a broker may wait for messages before it answers that there are none.

A partition whose messages wait to be handled, or that is paused, is left out of the next request,
and is not asked for again before that is answered; so only a calm consumer waits for long.
"""
CALM_SECONDS = 2.0
"""Without a message."""
BATCH = 500
ANSWER_SECONDS = 5.0
STALLED_SECONDS = 30.0
RETRY_AT_MOST = 10.0


class Group(ConsumerRebalanceListener):  # type: ignore[misc]
    """``run`` until ``stop``; a lost broker is waited for, a dead client is built anew."""

    STOP_SECONDS: ClassVar[float] = 15.0

    def __init__(
        self,
        brokers: Brokers,
        topics: Sequence[str],
        name: str,
        on_batch: OnBatch,
        *,
        prefix: str = "",
        session_seconds: float = SESSION_SECONDS,
        rest_seconds: float = 0.0,
        caught_up: CaughtUp = ignore,
    ) -> None:
        self._session_seconds = session_seconds
        self._rest_seconds = rest_seconds
        self._brokers, self._name, self._prefix = brokers, name, prefix
        self._topics = [prefix + topic for topic in topics]
        self._on_batch = on_batch
        self._stopping = asyncio.Event()
        self._handling = asyncio.Lock()
        self._attempts: dict[TopicPartition, int] = {}
        self._paused_until: dict[TopicPartition, float] = {}
        self._at_hand: dict[TopicPartition, int] = {}
        self._commits = Commits(name)
        self._consumer: AIOKafkaConsumer | None = None
        self._backlog = Backlog(name, topics, caught_up)
        self._away = metrics.BUS_AWAY.labels(name, "consumer")
        self._progress = time.monotonic()
        self._dead = self._busy = False

    def stop(self) -> None:
        """Finish the batch at hand, commit it, leave the group."""
        self._stopping.set()
        if self._consumer is not None:
            _interrupt(self._consumer, Stopping())

    async def run(self) -> None:
        attempt = 0
        while not self._stopping.is_set():
            group = self._prefix + self._name
            consumer = build_consumer(self._brokers, group, self._session_seconds)
            try:
                self._consumer = consumer
                consumer.subscribe(self._topics, listener=self)
                await consumer.start()
                self._away.set(0)
                attempt = 0
                await self._poll_until_stopped(consumer)
            except Stopping:
                break
            except (KafkaError, OSError, TimeoutError, asyncio.CancelledError) as error:
                if told_to_end():
                    raise
                attempt += 1
                self._away.set(1)
                log.warning("consumer.rebuilding", service=self._name, error=describe(error))
                await self._pause(delay(attempt, most=RETRY_AT_MOST))
            finally:
                await stop_quietly(consumer.stop(), consumer._client.close)

    async def on_partitions_revoked(self, revoked: Sequence[TopicPartition]) -> None:
        """Let the batch at hand be committed before somebody else gets the partitions."""
        try:
            async with asyncio.timeout(COMMIT_SECONDS), self._handling:
                if self._consumer is not None:
                    await self._commits.commit(self._consumer)
        except TimeoutError:
            log.warning("consumer.revoked_while_handling", service=self._name)

    async def on_partitions_assigned(self, assigned: Sequence[TopicPartition]) -> None:
        self._attempts.clear()
        self._paused_until.clear()
        self._commits.drop()
        if self._consumer is not None:
            self._consumer.resume(*assigned)
        self._backlog.keep({self._partition(*place) for place in assigned})
        self._progress = time.monotonic()

    async def _poll_until_stopped(self, consumer: AIOKafkaConsumer) -> None:
        self._dead = self._busy = False
        self._at_hand.clear()
        self._progress = time.monotonic()
        observing = asyncio.create_task(self._observe(consumer))
        try:
            while not self._stopping.is_set():
                if self._dead:
                    raise FetchingDead
                self._resume(consumer)
                records = await self._next_records(consumer)
                if records:
                    holding = holding_of(consumer)
                    rests = self._rests_after(consumer, records)
                    async with self._handling:
                        self._busy = True
                        await self._handle(consumer, records, holding)
                        self._busy, self._progress = False, time.monotonic()
                    if rests:
                        await self._pause(self._rest_seconds)
                if self._commits.owed and time.monotonic() >= self._commits.due:
                    async with self._handling:
                        await self._commits.commit(consumer)
                await asyncio.sleep(0)
            await self._commits.commit(consumer)
        finally:
            observing.cancel()
            self._commits.drop()

    async def _next_records(self, consumer: AIOKafkaConsumer) -> Records:
        """What has arrived, or nothing if for a while nothing does, or on ``stop``."""
        now = time.monotonic()
        moments = list(self._paused_until.values())
        if self._commits.owed:
            moments.append(self._commits.due)
        calm = not moments and now - self._progress > CALM_SECONDS
        consumer._fetcher._fetch_max_wait_ms = CALM_FETCH_MS if calm else FETCH_MS
        moments.append(now + (CALM_FETCH_MS / 1000 if calm else CALM_SECONDS))
        wait_ms = max(0, math.ceil((min(moments) - now) * 1000))
        try:
            records: Records = await consumer.getmany(timeout_ms=wait_ms, max_records=BATCH)
        except Stopping:
            return {}
        if records:
            consumer._fetcher._fetch_max_wait_ms = FETCH_MS
        return records

    async def _handle(self, consumer: AIOKafkaConsumer, records: Records, holding: object) -> None:
        """What was fetched before a rebalance comes again after it, and is committed then."""
        batch = [
            Arrival.read(partition, each.offset, each.key, each.value, each.headers)
            for place, part in records.items()
            for partition in (self._partition(*place),)
            for each in part
        ]
        self._taken(records)
        try:
            failed: Mapping[Partition, Exception] = await self._on_batch(batch)
        except Exception as error:
            failed = {arrival.partition: error for arrival in batch}
        self._at_hand.clear()
        for place, part in records.items():
            if self._partition(place.topic, place.partition) in failed:
                self._hold(consumer, place, part[0].offset)
            else:
                self._commits.add(holding, place, part[-1].offset + 1)
                self._backlog.reached(self._partition(*place), part[-1].timestamp / 1000)
                self._attempts.pop(place, None)

    def _rests_after(self, consumer: AIOKafkaConsumer, records: Records) -> bool:
        """Whether these are few; then nothing more is fetched until they are handled."""
        if not self._rest_seconds or sum(map(len, records.values())) >= SMALL:
            return False
        for place in consumer.assignment():
            self._paused_until.setdefault(place, 0.0)
            consumer.pause(place)
        return True

    def _hold(self, consumer: AIOKafkaConsumer, place: TopicPartition, offset: int) -> None:
        attempt = self._attempts[place] = self._attempts.get(place, 0) + 1
        self._paused_until[place] = time.monotonic() + delay(attempt, most=RETRY_AT_MOST)
        try:
            consumer.seek(place, offset)
            consumer.pause(place)
        except IllegalStateError:
            self._paused_until.pop(place, None)

    def _resume(self, consumer: AIOKafkaConsumer) -> None:
        now = time.monotonic()
        for place, until in list(self._paused_until.items()):
            if until <= now:
                del self._paused_until[place]
                if place in consumer.assignment():
                    consumer.resume(place)

    async def _observe(self, consumer: AIOKafkaConsumer) -> None:
        """Measure the lag, and notice when fetching has died without a word."""
        with measures.include(partial(self._measure, consumer)):
            for seconds in seldom():
                await asyncio.sleep(seconds)
                await self._measure(consumer)

    async def _measure(self, consumer: AIOKafkaConsumer) -> None:
        try:
            async with asyncio.timeout(ANSWER_SECONDS):
                behind = await lag(consumer, self._at_hand)
        except (KafkaError, TimeoutError, OSError, IllegalStateError):
            self._away.set(1)
            return
        self._away.set(0)
        parts = {self._partition(*place): lag for place, lag in behind.items()}
        self._backlog.report(parts, paused=len(self._attempts))
        waiting = any(n for place, n in behind.items() if place not in self._paused_until)
        idle = time.monotonic() - self._progress
        if waiting and idle > STALLED_SECONDS and not self._busy:
            self._dead = True
            _interrupt(consumer, FetchingDead())

    def _taken(self, records: Mapping[TopicPartition, Sequence[Any]]) -> None:
        for place, part in records.items():
            self._at_hand[place] = part[0].offset
            self._backlog.reached(self._partition(*place), part[0].timestamp / 1000)

    def _partition(self, topic: str, index: int) -> Partition:
        return Partition(topic.removeprefix(self._prefix), index)

    async def _pause(self, seconds: float) -> None:
        try:
            async with asyncio.timeout(seconds):
                await self._stopping.wait()
        except TimeoutError:
            pass


def _interrupt(consumer: AIOKafkaConsumer, error: KafkaError) -> None:
    """A call that waits for messages raises ``error`` instead; without one, nothing happens."""
    consumer._subscription.abort_waiters(error)
