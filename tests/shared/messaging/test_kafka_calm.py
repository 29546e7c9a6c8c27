"""A consumer that has had nothing for a while asks seldom, and still hears at once."""

import asyncio
import time
from collections import Counter
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager

import pytest

from deploy.local.kafka import KafkaServer
from shared.messaging.bus.kafka import KafkaBus
from shared.messaging.bus.kafka_group import CALM_FETCH_MS, CALM_SECONDS
from shared.messaging.message import Arrival
from tests.shared.messaging.carrier import (
    ONE,
    TWO,
    Failed,
    KafkaCarrier,
    Listener,
    message,
    number_of,
    reading,
    until,
)

pytestmark = pytest.mark.real

AT_ONCE = 1.5
"""Far less than a calm consumer's request may wait at the broker."""
assert AT_ONCE < CALM_FETCH_MS / 1000 / 4


class Reader:
    """Notes when it was handed what; takes its time, and fails as often as it is told to."""

    def __init__(self) -> None:
        self.at: dict[int, float] = {}
        self.takes = 0.0
        self.failures: Counter[int] = Counter()

    async def __call__(self, batch: Sequence[Arrival]) -> Failed:
        await asyncio.sleep(self.takes)
        failed = {}
        for arrival in batch:
            number = number_of(arrival)
            if self.failures[number]:
                self.failures[number] -= 1
                failed[arrival.partition] = LookupError()
            elif arrival.partition not in failed:
                self.at[number] = time.monotonic()
        return failed


@asynccontextmanager
async def calm(kafka: KafkaServer) -> AsyncGenerator[tuple[KafkaBus, Reader]]:
    """A consumer whose request waits at the broker."""
    carrier = KafkaCarrier(kafka.admin)
    await carrier.create(ONE, TWO)
    bus, reader = carrier.bus(), Reader()
    async with reading(bus, Listener(reader)):
        await bus.publish([message("k", 0)])
        await until(lambda: 0 in reader.at)
        await asyncio.sleep(CALM_SECONDS + 1.5)
        yield bus, reader
    await bus.close()


async def test_the_first_message_after_a_silence_is_handled_at_once(kafka: KafkaServer) -> None:
    async with calm(kafka) as (bus, reader):
        began = time.monotonic()
        await bus.publish([message("k", 1)])
        await until(lambda: 1 in reader.at)
        assert reader.at[1] - began < AT_ONCE


async def test_what_comes_while_a_slow_handler_is_at_work_is_next(kafka: KafkaServer) -> None:
    """Its partition is left out of the request that is under way."""
    async with calm(kafka) as (bus, reader):
        reader.takes = 0.8
        await bus.publish([message("k", 1)])
        await asyncio.sleep(0.3)
        await bus.publish([message("k", 2)])
        await asyncio.sleep(0.3)
        await bus.publish([message("k", 3)])
        await until(lambda: {1, 2, 3} <= reader.at.keys())
        assert reader.at[3] - reader.at[1] < 2 * reader.takes + AT_ONCE


async def test_what_fails_after_a_silence_is_tried_again_soon(kafka: KafkaServer) -> None:
    """Its partition is paused meanwhile, and the others are asked for."""
    async with calm(kafka) as (bus, reader):
        reader.failures[1] = 3
        began = time.monotonic()
        await bus.publish([message("k", 1), message("other", 2)])
        await until(lambda: {1, 2} <= reader.at.keys())
        assert reader.at[1] - began < 0.1 + 0.2 + 0.4 + 0.8 + 3 * 0.5 + AT_ONCE


async def test_a_calm_consumer_ends_at_once(kafka: KafkaServer) -> None:
    carrier = KafkaCarrier(kafka.admin)
    await carrier.create(ONE, TWO)
    bus, reader = carrier.bus(), Reader()
    consuming = asyncio.create_task(bus.consume([ONE, TWO], "reader", reader))
    await bus.publish([message("k", 0)])
    await until(lambda: 0 in reader.at)
    await asyncio.sleep(CALM_SECONDS + 1.5)
    began = time.monotonic()
    consuming.cancel()
    await asyncio.wait({consuming})
    assert time.monotonic() - began < AT_ONCE
    await bus.close()
