"""Both buses, each on a log of its own, and what a test needs to publish and to listen."""

import asyncio
import json
import os
import secrets
import threading
from collections.abc import AsyncGenerator, Awaitable, Callable, Collection, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol
from uuid import uuid4

from aiokafka import AIOKafkaProducer
from aiokafka.admin import AIOKafkaAdminClient, NewTopic

from shared.ids import new_id
from shared.messaging.bus.brokers import Brokers
from shared.messaging.bus.bus import Bus
from shared.messaging.bus.kafka import PUBLISH_SECONDS, KafkaBus
from shared.messaging.bus.local import LocalBus
from shared.messaging.message import Arrival, Headers, Message, Partition

ONE, TWO = "probe.one", "probe.two"
PARTITIONS = 3
WAIT_SECONDS = 60.0

Failed = Mapping[Partition, Exception]
Raw = tuple[str, bytes | None, bytes | None, Headers]


class Carrier(Protocol):
    """A log with the topics ``ONE`` and ``TWO``, and buses on it."""

    def bus(self) -> Bus:
        """Another process's view of the log."""
        ...

    async def store(self, *records: Raw) -> None:
        """Put bytes of any kind on the log."""
        ...


class LocalCarrier:
    """A file."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def bus(self) -> LocalBus:
        return LocalBus(self._file)

    async def store(self, *records: Raw) -> None:
        bus = self.bus()
        await bus.append(records)
        await bus.close()


class KafkaCarrier:
    """Topics under a prefix of their own."""

    def __init__(self, brokers: Brokers) -> None:
        self.brokers = brokers
        self.prefix = f"c{secrets.token_hex(4)}."

    def bus(self, publish_seconds: float = PUBLISH_SECONDS) -> KafkaBus:
        return KafkaBus(self.brokers, "contract", self.prefix, publish_seconds=publish_seconds)

    async def create(self, *names: str, **settings: str) -> None:
        await create_topics(
            self.brokers, *(self.prefix + name for name in names), partitions=PARTITIONS, **settings
        )

    async def store(self, *records: Raw) -> None:
        producer = AIOKafkaProducer(**self.brokers.options())
        await producer.start()
        for topic, key, value, headers in records:
            await producer.send_and_wait(
                self.prefix + topic, value, key, partition=0, headers=list(headers)
            )
        await producer.stop()


async def create_topics(brokers: Brokers, *names: str, partitions: int, **settings: str) -> None:
    """Returns once the broker knows them."""
    admin = AIOKafkaAdminClient(**brokers.options())
    await admin.start()
    configs = {name.replace("_", "."): value for name, value in settings.items()}
    await admin.create_topics(
        [NewTopic(name, partitions, 1, topic_configs=configs) for name in names]
    )
    async with asyncio.timeout(WAIT_SECONDS):
        while any(topic["error_code"] for topic in await admin.describe_topics(list(names))):
            await asyncio.sleep(0.05)
    await admin.close()


@dataclass
class Listener:
    """Writes down what it is handed; ``answer`` may fail partitions, raise, or take its time."""

    answer: Callable[[Sequence[Arrival]], Awaitable[Failed]] | None = None
    got: list[Arrival] = field(default_factory=list)

    async def __call__(self, batch: Sequence[Arrival]) -> Failed:
        self.got.extend(batch)
        return await self.answer(batch) if self.answer else {}

    def numbers(self, key: str | None = None, topic: str | None = None) -> list[int]:
        """Of a key, in the order they came; None for something undecodable."""
        return [
            number_of(arrival)
            for arrival in self.got
            if (key is None or arrival.key == key.encode())
            and (topic is None or arrival.partition.topic == topic)
        ]

    def first_numbers(self, key: str) -> list[int]:
        """The same without repeats."""
        return list(dict.fromkeys(self.numbers(key)))


@dataclass
class Reading:
    """A consumer at work in a task."""

    task: "asyncio.Task[None]"

    async def stop(self) -> None:
        """As a service does that ends well."""
        self.task.cancel()
        await asyncio.wait({self.task})

    async def kill(self) -> None:
        """Do not wait for the batch at hand."""
        self.task.cancel()
        await asyncio.sleep(0.05)
        await self.stop()


@asynccontextmanager
async def reading(
    bus: Bus, on_batch: Listener, group: str = "reader", topics: Collection[str] = (ONE, TWO)
) -> AsyncGenerator[Reading]:
    consumer = Reading(asyncio.create_task(bus.consume(topics, group, on_batch)))
    try:
        yield consumer
    finally:
        await consumer.kill()


def message(key: str, number: int, topic: str = ONE) -> Message:
    return Message(
        id=new_id(),
        topic=topic,
        key=key,
        type="probe.counted.v1",
        time=datetime.now(UTC),
        tenant="05978004",
        correlation_id=uuid4(),
        causation_id=uuid4(),
        data=json.dumps(number).encode(),
    )


def number_of(arrival: Arrival) -> int:
    return int(json.loads(arrival.value or b"-1"))


def noise(size: int) -> bytes:
    """Bytes no compression makes smaller."""
    return os.urandom(size)


async def until(done: Callable[[], bool], seconds: float = WAIT_SECONDS) -> None:
    async with asyncio.timeout(seconds):
        while not done():
            await asyncio.sleep(0.01)


@dataclass
class Leftovers:
    """What runs now, and complaints of the event loop from now on."""

    complaints: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        loop = asyncio.get_running_loop()
        self._tasks = asyncio.all_tasks()
        self._threads = set(threading.enumerate())
        loop.set_exception_handler(
            lambda _, context: self.complaints.append(f"{context} {context.get('exception')!r}")
        )

    def found(self) -> list[str]:
        tasks = [str(task) for task in asyncio.all_tasks() - self._tasks]
        threads = [str(thread) for thread in set(threading.enumerate()) - self._threads]
        return tasks + [one for one in threads if "asyncio_" not in one]

    async def gone(self, seconds: float = 10.0) -> None:
        """Everything that was started since has ended, and nothing was complained about."""
        try:
            await until(lambda: not self.found(), seconds)
        except TimeoutError:
            raise AssertionError(f"left behind: {self.found()}") from None
        assert self.complaints == [], "\n".join(self.complaints)
