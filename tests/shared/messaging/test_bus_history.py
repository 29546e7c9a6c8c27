"""What is stored can be read again, by whoever asks, up to the end it had when asked."""

import asyncio
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from deploy.local.kafka import KafkaServer
from shared.messaging.bus.bus import BrokerUnavailable, Bus
from shared.messaging.message import Arrival
from tests.shared.messaging.carrier import (
    ONE,
    TWO,
    Carrier,
    KafkaCarrier,
    Listener,
    message,
    number_of,
    reading,
    until,
)

KEYS = [f"key-{n}" for n in range(20)]
BEGINNING = datetime(2020, 1, 1, tzinfo=UTC)


async def read(
    bus: Bus, since: datetime = BEGINNING, topics: Collection[str] = (ONE, TWO)
) -> list[Arrival]:
    async with asyncio.timeout(60):
        return [arrival async for batch in bus.history(topics, since) for arrival in batch]


def numbers(arrivals: Sequence[Arrival], key: str | None = None) -> list[int]:
    return [number_of(a) for a in arrivals if key is None or a.key == key.encode()]


async def test_everything_of_all_partitions_is_read_in_order_for_each_key(bus: Bus) -> None:
    sent = [message(KEYS[n % 20], n, (ONE, TWO)[n % 2]) for n in range(3000)]
    await bus.publish(sent)
    found = await read(bus)
    assert sorted(numbers(found)) == list(range(3000))
    for place, key in enumerate(KEYS):
        assert numbers(found, key) == list(range(place, 3000, 20))
    assert {a.message for a in found} == set(sent)


async def test_only_the_topics_asked_for_are_read(bus: Bus) -> None:
    await bus.publish([message("k", 1, ONE), message("k", 2, TWO)])
    assert numbers(await read(bus, topics=[TWO])) == [2]


async def test_what_was_published_before_the_moment_is_left_out(bus: Bus) -> None:
    await bus.publish([message(key, n) for n, key in enumerate(KEYS)])
    await asyncio.sleep(0.05)
    since = datetime.now(UTC)
    await bus.publish([message(key, n) for n, key in enumerate(KEYS[:5], 100)])
    assert sorted(numbers(await read(bus, since))) == list(range(100, 105))


async def test_a_moment_after_everything_ends_at_once_with_nothing(bus: Bus) -> None:
    await bus.publish([message("k", 1)])
    assert await read(bus, datetime.now(UTC) + timedelta(days=1)) == []


async def test_topics_that_hold_nothing_end_at_once(bus: Bus) -> None:
    assert await read(bus) == []


async def test_erasures_and_unreadable_records_are_read_too(bus: Bus, carrier: Carrier) -> None:
    await bus.publish([message("k", 1), replace(message("k", 2), data=None)])
    await carrier.store((TWO, b"k", b"\x00\xff", [("schema", b"\xff")]))
    found = await read(bus)
    of = {topic: [a for a in found if a.partition.topic == topic] for topic in (ONE, TWO)}
    assert [(a.value, a.message is None) for a in of[ONE]] == [(b"1", False), (None, False)]
    assert [(a.value, a.message is None) for a in of[TWO]] == [(b"\x00\xff", True)]


async def test_reading_ends_at_the_end_it_found_though_publishing_goes_on(
    bus: Bus, carrier: Carrier
) -> None:
    publisher = carrier.bus()
    await publisher.publish([message(KEYS[n % 20], n) for n in range(1200)])
    found: list[int] = []
    async with asyncio.timeout(60):
        async for batch in bus.history([ONE, TWO], BEGINNING):
            found += numbers(batch)
            assert len(found) <= 1200
            await publisher.publish(
                [
                    message(key, -n, topic)
                    for n, key in enumerate(KEYS * 30, 1)
                    for topic in (ONE, TWO)
                ]
            )
    assert sorted(found) == list(range(1200))
    await publisher.close()


async def test_reading_moves_no_consumers_position(bus: Bus) -> None:
    listener = Listener()
    await bus.publish([message("k", n) for n in range(5)])
    async with reading(bus, listener):
        await until(lambda: len(listener.got) == 5)
        await read(bus)
        await read(bus)
        await bus.publish([message("k", 5)])
        await until(lambda: 5 in listener.numbers())
    assert listener.numbers() == list(range(6))


@pytest.mark.real
async def test_a_topic_that_is_not_there_is_named_and_not_taken_for_empty(
    kafka: KafkaServer,
) -> None:
    bus = KafkaCarrier(kafka.admin).bus()
    with pytest.raises(BrokerUnavailable, match=f"no topic .*{TWO}"):
        await read(bus, topics=[TWO])
    await bus.close()
