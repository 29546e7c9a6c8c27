"""A broker that is killed: publishing, asking, reading and stopping all end in bounded time."""

import asyncio
import time
from collections.abc import AsyncGenerator, Iterator

import pytest

from deploy.local.kafka import KafkaServer
from shared.messaging.bus.bus import BrokerUnavailable
from shared.messaging.bus.kafka import KafkaBus
from tests.shared.messaging.carrier import (
    ONE,
    TWO,
    KafkaCarrier,
    Leftovers,
    Listener,
    message,
    reading,
    until,
)

pytestmark = pytest.mark.real

PATIENCE = 4.0
"""Seconds until a publish is given up here, instead of 20."""
KEYS = [f"key-{n}" for n in range(30)]


@pytest.fixture(scope="module")
def broker(kafka: KafkaServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[KafkaServer]:
    """One that may be killed; ``kafka`` is asked for because it knows whether there can be any."""
    server = KafkaServer(tmp_path_factory.mktemp("broker"))
    server.start()
    yield server
    server.stop()


@pytest.fixture
async def mortal(broker: KafkaServer) -> AsyncGenerator[KafkaCarrier]:
    """Topics on a broker that lives when the test begins and again when it ends."""
    carrier = KafkaCarrier(broker.admin)
    await carrier.create(ONE, TWO)
    yield carrier
    await asyncio.to_thread(broker.start)


async def insist(bus: KafkaBus, *messages: object) -> float:
    """Publish as a relay does; returns how long it took."""
    started = time.monotonic()
    while True:
        try:
            await bus.publish(messages)  # type: ignore[arg-type]
        except BrokerUnavailable:
            await asyncio.sleep(0.1)
        else:
            return time.monotonic() - started


async def test_publishing_without_a_broker_ends_in_bounded_time_and_works_again(
    broker: KafkaServer, mortal: KafkaCarrier
) -> None:
    leftovers, bus, listener = Leftovers(), mortal.bus(PATIENCE), Listener()
    await bus.publish([message("k", 0)])
    broker.kill()
    for number in range(1, 3):
        started = time.monotonic()
        with pytest.raises(BrokerUnavailable):
            await bus.publish([message("k", number)])
        assert time.monotonic() - started < PATIENCE + 15
    await asyncio.to_thread(broker.start)
    back = await insist(bus, *(message("k", number) for number in range(1, 5)))
    assert back < 10
    async with reading(bus, listener):
        await until(lambda: 4 in listener.numbers())
        await asyncio.sleep(1)
    assert listener.numbers() == list(range(5)), "what was given up came late"
    await bus.close()
    await leftovers.gone()


async def test_a_bus_without_a_broker_can_be_asked_and_closed(
    broker: KafkaServer, mortal: KafkaCarrier
) -> None:
    leftovers, used, fresh = Leftovers(), mortal.bus(), mortal.bus()
    await used.check()
    broker.kill()
    for bus in (used, fresh):
        started = time.monotonic()
        with pytest.raises(BrokerUnavailable):
            await bus.check()
        assert time.monotonic() - started < 6
    publishing = asyncio.create_task(used.publish([message("k", 0)]))
    await asyncio.sleep(0.5)
    started = time.monotonic()
    await asyncio.gather(used.close(), fresh.close())
    assert time.monotonic() - started < 25
    with pytest.raises(BrokerUnavailable):
        await publishing
    await leftovers.gone(25)


async def test_a_consumer_goes_on_after_the_broker_was_killed(
    broker: KafkaServer, mortal: KafkaCarrier
) -> None:
    bus, listener = mortal.bus(), Listener()
    async with reading(bus, listener):
        for round_ in range(2):
            first = round_ * 100
            await insist(bus, *(message(KEYS[n % 30], n) for n in range(first, first + 50)))
            await until(lambda first=first: first + 49 in listener.numbers())  # type: ignore[misc]
            broker.kill()
            await asyncio.sleep(2)
            await asyncio.to_thread(broker.start)
            await insist(bus, *(message(KEYS[n % 30], n) for n in range(first + 50, first + 100)))
            await until(
                lambda first=first: set(range(first + 100)) <= set(listener.numbers())  # type: ignore[misc]
            )
    for key in KEYS:
        assert listener.first_numbers(key) == sorted(listener.first_numbers(key))
    await bus.close()


async def test_a_consumer_that_starts_before_its_broker_waits_for_it(
    broker: KafkaServer, mortal: KafkaCarrier
) -> None:
    bus, listener = mortal.bus(), Listener()
    await bus.publish([message("k", 0)])
    broker.kill()
    async with reading(bus, listener):
        await asyncio.sleep(1)
        await asyncio.to_thread(broker.start)
        await until(lambda: listener.numbers() == [0])
    await bus.close()


async def test_a_consumer_can_be_stopped_while_the_broker_is_away(
    broker: KafkaServer, mortal: KafkaCarrier
) -> None:
    leftovers, bus, listener = Leftovers(), mortal.bus(), Listener()
    await bus.publish([message("k", 0)])
    async with reading(bus, listener) as consumer:
        await until(lambda: len(listener.got) == 1)
        broker.kill()
        await asyncio.sleep(1)
        started = time.monotonic()
        await consumer.stop()
        assert time.monotonic() - started < 35
    await bus.close()
    await leftovers.gone(25)
