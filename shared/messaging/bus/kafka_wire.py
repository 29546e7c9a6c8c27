"""Kafka clients as we need them; what bites in aiokafka is handled here and in its neighbours."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition
from aiokafka.coordinator.assignors.sticky.sticky_assignor import StickyPartitionAssignor
from aiokafka.errors import KafkaError
from aiokafka.partitioner import murmur2

from shared.messaging.bus.brokers import Brokers
from shared.messaging.message import MAX_BYTES

CLOSE_SECONDS = 10.0
IN_FLIGHT_SECONDS = 2.0
SESSION_SECONDS = 8.0
"""How long a group waits for a member that says nothing before its partitions go to others.

A killed service that starts again waits as long for what it was before (docs/decisions/0018).
"""

_hash = lru_cache(maxsize=10_000)(murmur2)
"""Slow, and messages about one person come in bunches."""


def partition_for(key: bytes, every: Sequence[int], _: Sequence[int]) -> int:
    """The same as Kafka's own clients choose for a key."""
    hashed: int = _hash(key) & 0x7FFFFFFF
    return every[hashed % len(every)]


PRODUCER: dict[str, Any] = {
    "partitioner": partition_for,
    "enable_idempotence": True,
    "max_batch_size": 512 * 1024,
    "linger_ms": 0,
    "compression_type": "lz4",
    "request_timeout_ms": 15_000,
    "max_request_size": MAX_BYTES + 100_000,
    "metadata_max_age_ms": 60_000,
}
CONSUMER: dict[str, Any] = {
    "enable_auto_commit": False,
    "auto_offset_reset": "earliest",
    "rebalance_timeout_ms": 60_000,
    "max_poll_interval_ms": 300_000,
    "fetch_max_bytes": 16 << 20,
    "max_partition_fetch_bytes": 4 << 20,
    "request_timeout_ms": 40_000,
    "metadata_max_age_ms": 60_000,
    "consumer_timeout_ms": 10_000,
}


class FetchingDead(KafkaError):  # type: ignore[misc]
    """The broker answers and has messages, but none arrive: only a new client helps."""


class Stopping(KafkaError):  # type: ignore[misc]
    """Whoever waits for messages shall not."""


async def start_producer(brokers: Brokers, name: str) -> AIOKafkaProducer:
    """A started producer; closed again if it cannot start."""
    producer = AIOKafkaProducer(**brokers.options(), client_id=name, **PRODUCER)
    try:
        await producer.start()
    except BaseException:
        await stop_producer(producer)
        raise
    return producer


async def stop_producer(producer: AIOKafkaProducer) -> None:
    """Give up what is not acknowledged; once this returns, nothing can be sent any more.

    ``producer.stop`` waits for ever while the broker is away, and cancelled it leaves a sender
    behind that delivers when the broker is back, after what was published meanwhile.
    """
    producer._closed = producer._message_accumulator._closed = True
    await _end(producer._sender.sender_task, IN_FLIGHT_SECONDS)
    await stop_quietly(producer.client.close(), producer.client.close)
    await _end(producer._sender.sender_task, CLOSE_SECONDS)


async def _end(task: "asyncio.Task[None] | None", seconds: float) -> None:
    if task is None or task.done():
        return
    task.cancel()
    await asyncio.wait({task}, timeout=seconds)


async def stop_quietly(stop: Awaitable[None], close: Callable[[], Awaitable[None]]) -> None:
    """Stop a client that may hang or raise while the broker is away, for a bounded time.

    aiokafka's ``stop`` can raise CancelledError by itself, so it runs in a task of its own.
    """
    stopping = asyncio.ensure_future(stop)
    await asyncio.wait({stopping}, timeout=CLOSE_SECONDS)
    if stopping.done() and not stopping.cancelled() and stopping.exception() is None:
        return
    stopping.cancel()
    closing = asyncio.ensure_future(close())
    await asyncio.wait({stopping, closing}, timeout=CLOSE_SECONDS)
    for task in (stopping, closing):
        if task.done() and not task.cancelled():
            task.exception()


def build_consumer(
    brokers: Brokers, group: str, session_seconds: float = SESSION_SECONDS
) -> AIOKafkaConsumer:
    """A consumer not yet started nor subscribed.

    aiokafka's assignor keeps its state in its class, so each consumer gets a class of its own.
    """
    assignor = type("Sticky", (StickyPartitionAssignor,), {})
    return AIOKafkaConsumer(
        **brokers.options(),
        group_id=group,
        client_id=group,
        session_timeout_ms=int(session_seconds * 1000),
        partition_assignment_strategy=(assignor,),
        heartbeat_interval_ms=int(session_seconds / 4 * 1000),
        **CONSUMER,
    )


async def lag(
    consumer: AIOKafkaConsumer, at_hand: Mapping[TopicPartition, int]
) -> dict[TopicPartition, int]:
    """Messages from the first unhandled one to the end; those at hand count."""
    places = list(consumer.assignment())
    if not places:
        return {}
    ends = await consumer.end_offsets(places)
    next_read = {place: await consumer.position(place) for place in places}
    firsts = {p: min(next_read[p], at_hand.get(p, next_read[p])) for p in places}
    return {place: max(0, ends[place] - firsts[place]) for place in places}


def holding_of(consumer: AIOKafkaConsumer) -> object:
    """Another one each time partitions are assigned, though they be the same; None before."""
    subscription = consumer._subscription.subscription
    return subscription.assignment if subscription else None
