"""Reads what a Kafka cluster has stored since a moment, outside every consumer group."""

import time
from collections.abc import AsyncGenerator, Collection, Sequence
from datetime import datetime

from aiokafka import AIOKafkaConsumer, TopicPartition

from shared.messaging.bus.brokers import Brokers
from shared.messaging.bus.bus import BrokerUnavailable
from shared.messaging.bus.kafka_wire import stop_quietly
from shared.messaging.message import Arrival, Partition

BATCH = 500
SILENT_SECONDS = 60.0


async def read(
    brokers: Brokers, prefix: str, topics: Collection[str], since: datetime
) -> AsyncGenerator[Sequence[Arrival]]:
    """Batches up to the ends the topics have now; the broker's time decides where to begin."""
    consumer = AIOKafkaConsumer(**brokers.options(), enable_auto_commit=False)
    try:
        await consumer.start()
        places = await _places(consumer, [prefix + topic for topic in sorted(topics)])
        ends = await _begin(consumer, places, since)
        heard = time.monotonic()
        while ends:
            records = await consumer.getmany(timeout_ms=500, max_records=BATCH)
            heard = time.monotonic() if records else heard
            if time.monotonic() - heard > SILENT_SECONDS:
                raise BrokerUnavailable("the broker has gone silent")
            batch = [
                Arrival.read(
                    Partition(place.topic.removeprefix(prefix), place.partition),
                    record.offset,
                    record.key,
                    record.value,
                    record.headers,
                )
                for place, part in records.items()
                for record in part
                if record.offset < ends.get(place, 0)
            ]
            if batch:
                yield batch
            for place in [p for p in ends if await consumer.position(p) >= ends[p]]:
                del ends[place]
                consumer.pause(place)
    finally:
        await stop_quietly(consumer.stop(), consumer._client.close)


async def _places(consumer: AIOKafkaConsumer, topics: Sequence[str]) -> list[TopicPartition]:
    """All partitions; the consumer itself knows nothing of topics it is not subscribed to."""
    cluster = await consumer._client.fetch_all_metadata()
    places: list[TopicPartition] = []
    for topic in topics:
        if not (found := cluster.partitions_for_topic(topic)):
            raise BrokerUnavailable(f"there is no topic {topic}")
        places += [TopicPartition(topic, index) for index in sorted(found)]
    return places


async def _begin(
    consumer: AIOKafkaConsumer, places: list[TopicPartition], since: datetime
) -> dict[TopicPartition, int]:
    """Seek every partition to the first record since then; returns where reading ends."""
    consumer.assign(places)
    ends: dict[TopicPartition, int] = await consumer.end_offsets(places)
    moment = int(since.timestamp() * 1000)
    starts = await consumer.offsets_for_times(dict.fromkeys(places, moment))
    for place in places:
        start = starts.get(place)
        consumer.seek(place, ends[place] if start is None else start.offset)
    return {p: end for p, end in ends.items() if starts.get(p) and starts[p].offset < end}
