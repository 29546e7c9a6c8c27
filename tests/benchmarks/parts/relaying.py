"""The relay from PostgreSQL to Kafka, beside a producer that has the same bytes in memory."""

import time
from collections.abc import Sequence
from dataclasses import fields

from shared.clock import SystemClock
from shared.database.writes import Write, write_all
from shared.messaging import tables
from shared.messaging.bus.brokers import Brokers
from shared.messaging.bus.kafka import KafkaBus
from shared.messaging.database import Database
from shared.messaging.message import Message
from shared.messaging.outbox.relay import Relay
from tests.benchmarks.deliveries import mixture
from tests.benchmarks.figures import Figure, ratios
from tests.benchmarks.parts.part import Bench
from tests.benchmarks.producing import started_producer

HIRES_PER_SECOND = 400


async def run(bench: Bench) -> list[Figure]:
    installation = await bench.site.installation()
    settings = installation.settings["directory"]
    database = Database(settings.database_url, "directory", SystemClock())
    brokers = bench.site.kafka.admin  # it may write the topics of all services
    bus = KafkaBus(brokers, "directory", settings.kafka_prefix)
    relay, relayed, produced = Relay(database, bus), [], []
    async with database.engine.writing() as session:
        await session.execute(tables.outbox.delete())
    for number in range(bench.slices + 1):
        messages = mixture(int(HIRES_PER_SECOND * bench.seconds) if number else 10)
        produced.append(await _produce(bench.site.kafka.admin, settings.kafka_prefix, messages))
        relayed.append(await _relay(database, relay, messages))
        if number:
            bench.say(f"slice {number}: messages/s {relayed[-1]:.0f}, raw {produced[-1]:.0f}")
    await bus.close()
    await database.close()
    slices = ratios(relayed[1:], produced[1:])
    return [Figure("relay to Kafka / raw aiokafka producer", 0.5, 0.8, slices)]


async def _relay(database: Database, relay: Relay, messages: Sequence[Message]) -> float:
    """Messages per second."""
    async with database.engine.writing() as session:
        for start in range(0, len(messages), 1000):
            some = messages[start : start + 1000]
            rows = [{each.name: getattr(m, each.name) for each in fields(Message)} for m in some]
            await write_all(session, [Write(tables.outbox, rows)])
    async with relay.leading() as waiting:
        began = time.perf_counter()
        while await relay.step(waiting):
            pass
        return len(messages) / (time.perf_counter() - began)


async def _produce(brokers: Brokers, prefix: str, messages: Sequence[Message]) -> float:
    """Messages per second; everything is made before, down to the headers."""
    producer = await started_producer(brokers)
    made = [(prefix + m.topic, m.data, m.key.encode(), m.headers()) for m in messages]
    began = time.perf_counter()
    for topic, data, key, headers in made:
        await producer.send(topic, data, key, headers=headers)
    await producer.flush()
    took = time.perf_counter() - began
    await producer.stop()
    return len(messages) / took
