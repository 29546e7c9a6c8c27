"""Lets Kafka forget earlier states at once, instead of within days.

A broker never compacts the segment it writes to, and begins a new one only when something is
written. So settings of the topics are lowered for the moment, and each partition gets the erasure
of an id that nobody ever had. What a broker has compacted, nobody can read from it any more: that
is how one sees that it is done.
"""

import asyncio
from collections.abc import AsyncGenerator, Collection, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime
from uuid import uuid4

from aiokafka import AIOKafkaProducer
from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.admin.config_resource import ConfigResource, ConfigResourceType

from deploy.services import NAMES
from deploy.topics import settings_of, wanted_of
from shared.contracts.catalogue import Topic, bodies
from shared.messaging.bus.brokers import Brokers
from shared.messaging.bus.kafka_history import read
from shared.messaging.bus.kafka_wire import start_producer, stop_producer
from shared.messaging.event import EVERYONE, Record
from shared.messaging.message import Arrival, Message, Partition

LOWERED = {
    "min.cleanable.dirty.ratio": "0.01",
    "segment.ms": "100",
    "delete.retention.ms": "0",
    "max.compaction.lag.ms": "1",
    "file.delete.delay.ms": "0",
}
NAME = "privacy-tidy"
ROUND_SECONDS = 3.0
"""A broker looks for something to compact every 15 seconds."""
_BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)


async def compact_topics(
    brokers: Brokers, prefix: str, seconds: float, services: Collection[str] = NAMES
) -> Sequence[str]:
    """Returns the topics in which earlier states were left when the time was over."""
    wanted = [topic for topic in wanted_of(services, prefix) if topic.compacted]
    producer = await start_producer(brokers, NAME)
    try:
        async with _lowered(brokers, wanted):
            rolling = _Rolling(brokers, prefix, [each.name for each in wanted], producer)
            with suppress(TimeoutError):
                async with asyncio.timeout(seconds):
                    await rolling.run()
            return sorted({place.topic for place in rolling.left})
    finally:
        await stop_producer(producer)


@asynccontextmanager
async def _lowered(brokers: Brokers, wanted: Sequence[Topic]) -> AsyncGenerator[None]:
    """What these topics are set to comes back, whatever happens."""
    admin = AIOKafkaAdminClient(**brokers.options())
    await admin.start()
    before: dict[str, Mapping[str, str]] = {}
    try:
        for topic in wanted:
            own = await settings_of(admin, topic.name, own=True)
            kept = {name: value for name, value in own.items() if LOWERED.get(name) != value}
            before[topic.name] = kept | topic.settings()
        await _give(admin, {name: {**given, **LOWERED} for name, given in before.items()})
        yield
    finally:
        try:
            await _give(admin, before)
        finally:
            await admin.close()


async def _give(admin: AIOKafkaAdminClient, settings: Mapping[str, Mapping[str, str]]) -> None:
    topic = ConfigResourceType.TOPIC
    if settings:
        await admin.alter_configs(
            [ConfigResource(topic, name, dict(given)) for name, given in settings.items()]
        )


class _Rolling:
    """Goes on until only the latest state of each key is left."""

    def __init__(
        self, brokers: Brokers, prefix: str, topics: Sequence[str], producer: AIOKafkaProducer
    ) -> None:
        self._brokers = brokers
        self._topics = [name.removeprefix(prefix) for name in topics]
        self._prefix = prefix
        self._producer = producer
        self._types = {
            kind.topic: kind.type_name for kind in bodies().values() if issubclass(kind, Record)
        }
        self._mine: set[bytes] = set()
        self.left: set[Partition] = set()

    async def run(self) -> None:
        self.left = {Partition(topic, 0) for topic in self._topics}  # nothing is known yet
        self.left = await self._unfinished()
        while self.left:
            for place in self.left:
                await self._begin_a_segment(place)
            await asyncio.sleep(ROUND_SECONDS)
            self.left = await self._unfinished()

    async def _unfinished(self) -> set[Partition]:
        found: dict[Partition, list[Arrival]] = {}
        async for batch in read(self._brokers, self._prefix, self._topics, _BEGINNING):
            for arrival in batch:
                if arrival.key not in self._mine:
                    found.setdefault(arrival.partition, []).append(arrival)
        return {place for place, arrivals in found.items() if has_earlier(arrivals)}

    async def _begin_a_segment(self, place: Partition) -> None:
        nobody = Message(
            id=uuid4(),
            topic=place.topic,
            key=str(uuid4()),
            type=self._types[place.topic],
            time=datetime.now(UTC),
            tenant=EVERYONE,
            correlation_id=uuid4(),
            causation_id=None,
            data=None,
        )
        self._mine.add(nobody.key.encode())
        await self._producer.send_and_wait(
            self._prefix + place.topic,
            key=nobody.key.encode(),
            headers=nobody.headers(),
            partition=place.index,
        )


def has_earlier(arrivals: Sequence[Arrival]) -> bool:
    """Whether a state is left that is no longer true, or the key of what was erased."""
    keys = {arrival.key for arrival in arrivals}
    return len(keys) < len(arrivals) or any(arrival.value is None for arrival in arrivals)
