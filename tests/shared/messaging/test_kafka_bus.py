"""What Kafka alone can do to a bus: brokers that die, members that come and go, refusals."""

import asyncio
import time
from collections.abc import AsyncGenerator, Iterator, Sequence
from dataclasses import replace

import pytest
from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.admin.config_resource import ConfigResource, ConfigResourceType

from deploy.local.kafka import KafkaServer
from deploy.topics import WrongTopic
from deploy.topics import create_topics as create_contract_topics
from shared.contracts.catalogue import PARTITIONS, topics
from shared.messaging.bus.bus import BrokerUnavailable
from shared.messaging.bus.kafka import KafkaBus
from shared.messaging.message import Arrival
from tests.shared.messaging.carrier import (
    ONE,
    TWO,
    Failed,
    KafkaCarrier,
    Leftovers,
    Listener,
    create_topics,
    message,
    noise,
    number_of,
    reading,
    until,
)

pytestmark = pytest.mark.real

KEYS = [f"key-{n}" for n in range(30)]


@pytest.fixture
async def carrier(kafka: KafkaServer) -> KafkaCarrier:
    carrier = KafkaCarrier(kafka.admin)
    await carrier.create(ONE, TWO)
    return carrier


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
    leftovers, bus, listener = Leftovers(), mortal.bus(), Listener()
    await bus.publish([message("k", 0)])
    broker.kill()
    for number in range(1, 3):
        started = time.monotonic()
        with pytest.raises(BrokerUnavailable):
            await bus.publish([message("k", number)])
        assert time.monotonic() - started < 35
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


class Ledger:
    """What all members of a group were handed, in the order it was handed over."""

    def __init__(self) -> None:
        self.handed: list[tuple[str, int]] = []
        self.by: dict[str, int] = {}

    def member(self, name: str, seconds: float = 0.0) -> Listener:
        async def note(batch: Sequence[Arrival]) -> Failed:
            self.handed += [((a.key or b"").decode(), number_of(a)) for a in batch]
            self.by[name] = self.by.get(name, 0) + len(batch)
            await asyncio.sleep(seconds)
            return {}

        return Listener(note)

    def first(self, key: str) -> list[int]:
        return list(dict.fromkeys(number for k, number in self.handed if k == key))

    def numbers(self) -> set[int]:
        return {number for _, number in self.handed}


async def flow(bus: KafkaBus, stop: asyncio.Event) -> int:
    """Publish without end; returns how many."""
    number = 0
    while not stop.is_set():
        await bus.publish(
            [message(KEYS[n % 30], n, (ONE, TWO)[n % 2]) for n in range(number, number + 15)]
        )
        number += 15
        await asyncio.sleep(0.02)
    return number


@pytest.mark.parametrize("seconds", [0.0, 1.5])
@pytest.mark.parametrize("ends", ["stop", "kill"])
async def test_members_share_and_take_over_from_one_that_leaves(
    carrier: KafkaCarrier, ends: str, seconds: float
) -> None:
    ledger, buses, stop = Ledger(), [carrier.bus() for _ in range(3)], asyncio.Event()
    flowing = asyncio.create_task(flow(buses[2], stop))
    async with reading(buses[0], ledger.member("a", seconds)):
        await until(lambda: ledger.by.get("a", 0) > 30)
        async with reading(buses[1], ledger.member("b", seconds)) as second:
            await until(lambda: ledger.by.get("b", 0) > 30)
            await getattr(second, ends)()
        stop.set()
        count = await flowing
        await until(lambda: ledger.numbers() == set(range(count)))
    for key in KEYS:
        assert ledger.first(key) == sorted(ledger.first(key))
    for bus in buses:
        await bus.close()


async def test_a_member_that_vanishes_is_replaced(carrier: KafkaCarrier) -> None:
    """Its process is gone without a word: here, its event loop is never run again."""
    ledger = Ledger()
    loop = asyncio.new_event_loop()
    dead = KafkaBus(carrier.brokers, "dead", carrier.prefix, session_seconds=6)
    living = KafkaBus(carrier.brokers, "living", carrier.prefix, session_seconds=6)
    task = loop.create_task(dead.consume([ONE, TWO], "reader", ledger.member("dead", 1000)))
    await living.publish([message(key, n) for n, key in enumerate(KEYS)])

    def live() -> None:
        async def while_reading() -> None:
            await until(lambda: ledger.by.get("dead", 0) > 0)

        loop.run_until_complete(while_reading())

    await asyncio.to_thread(live)
    async with reading(living, ledger.member("living")):
        started = time.monotonic()
        await until(lambda: ledger.by.get("living", 0) >= len(KEYS))
        assert time.monotonic() - started < 30
    await living.close()

    def bury() -> None:
        task.cancel()
        loop.call_later(0.1, task.cancel)
        loop.run_until_complete(asyncio.wait({task}))
        loop.run_until_complete(dead.close())
        loop.close()

    await asyncio.to_thread(bury)


async def test_a_handler_slower_than_a_rebalance_loses_and_skips_nothing(
    carrier: KafkaCarrier,
) -> None:
    """It holds its batch for longer than others wait for it, and then fails it once."""
    ledger, buses, failures = Ledger(), [carrier.bus() for _ in range(2)], 0

    async def slowly(batch: Sequence[Arrival]) -> Failed:
        nonlocal failures
        if failures == 0:
            failures += 1
            await asyncio.sleep(13)
            raise LookupError
        ledger.handed += [((a.key or b"").decode(), number_of(a)) for a in batch]
        return {}

    await buses[0].publish([message(KEYS[n % 30], n) for n in range(300)])
    async with reading(buses[0], Listener(slowly)):
        await until(lambda: failures == 1)
        async with reading(buses[1], ledger.member("other")):
            await buses[0].publish([message(KEYS[n % 30], n) for n in range(300, 600)])
            await until(lambda: ledger.numbers() == set(range(600)))
    for key in KEYS:
        assert ledger.first(key) == sorted(ledger.first(key))
    for bus in buses:
        await bus.close()


async def test_a_record_the_broker_refuses_spoils_nothing_after_it(kafka: KafkaServer) -> None:
    carrier = KafkaCarrier(kafka.admin)
    await carrier.create(ONE)
    await carrier.create(TWO, max_message_bytes="100000")
    leftovers, bus, listener = Leftovers(), carrier.bus(), Listener()
    too_large = [
        replace(message("k", 0, TWO), data=noise(200_000)),
        replace(message("k", 0, ONE), data=noise(1_200_000)),
    ]
    number = 0
    for refused in too_large:
        for topic in (ONE, TWO):
            await bus.publish([message("k", number, topic)])
            number += 1
        with pytest.raises(BrokerUnavailable):
            await bus.publish([refused])
        for topic in (ONE, TWO):
            await bus.publish([message("k", number, topic)])
            number += 1
    async with reading(bus, listener):
        await until(lambda: len(listener.got) >= number)
    assert sorted(listener.numbers()) == list(range(number))
    assert listener.numbers(topic=TWO) == sorted(listener.numbers(topic=TWO))
    await bus.close()
    await leftovers.gone()


async def test_a_topic_nobody_made_is_not_waited_for_without_end(carrier: KafkaCarrier) -> None:
    bus = carrier.bus()
    started = time.monotonic()
    with pytest.raises(BrokerUnavailable):
        await bus.publish([message("k", 0, "probe.nowhere")])
    assert time.monotonic() - started < 35
    await bus.publish([message("k", 1)])
    await bus.close()


async def test_the_topics_of_the_contracts_are_made_with_their_settings(kafka: KafkaServer) -> None:
    prefix = KafkaCarrier(kafka.admin).prefix
    await create_contract_topics(kafka.admin, prefix)
    await create_contract_topics(kafka.admin, prefix)
    admin = AIOKafkaAdminClient(**kafka.admin.options())
    await admin.start()
    for topic in topics():
        resource = ConfigResource(ConfigResourceType.TOPIC, prefix + topic.name)
        [answer] = await admin.describe_configs([resource])
        settings = {entry[0]: entry[1] for entry in answer.resources[0][4]}
        assert {name: settings[name] for name in topic.settings()} == topic.settings()
        assert settings["cleanup.policy"] == ("compact" if topic.compacted else "delete")
    await admin.close()


async def test_a_topic_with_another_setting_is_named(kafka: KafkaServer) -> None:
    prefix = KafkaCarrier(kafka.admin).prefix
    record = next(topic for topic in topics() if topic.compacted)
    name = prefix + record.name
    wrong = record.settings() | {"cleanup.policy": "delete"}
    await create_topics(kafka.admin, name, partitions=PARTITIONS, **wrong)
    with pytest.raises(WrongTopic) as raised:
        await create_contract_topics(kafka.admin, prefix)
    for part in (name, "cleanup.policy", "delete", "compact"):
        assert part in str(raised.value)


async def test_a_topic_with_too_few_partitions_is_named(kafka: KafkaServer) -> None:
    prefix = KafkaCarrier(kafka.admin).prefix
    topic = topics()[0]
    await create_topics(kafka.admin, prefix + topic.name, partitions=2, **topic.settings())
    with pytest.raises(WrongTopic) as raised:
        await create_contract_topics(kafka.admin, prefix)
    for part in (prefix + topic.name, "2", str(PARTITIONS)):
        assert part in str(raised.value)
