"""The Kafka broker that tests and `make run-real` start by themselves."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer
from aiokafka.admin import AIOKafkaAdminClient, NewTopic

from deploy.local.kafka import KafkaServer, missing_tools
from tests.conftest import KAFKA_NEEDS

pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(
        bool(missing_tools()) and os.environ.get("KNOTENPUNKT_REQUIRE_REAL") != "1",
        reason=f"Kafka needs {' and '.join(missing_tools())}, which this machine lacks: "
        f"{KAFKA_NEEDS}.",
    ),
]


@pytest.fixture
def server(tmp_path: Path) -> Iterator[KafkaServer]:
    server = KafkaServer(tmp_path / "kafka")
    server.start()
    yield server
    server.stop()


async def create_topic(server: KafkaServer) -> None:
    admin = AIOKafkaAdminClient(**server.admin.options())
    await admin.start()
    await admin.create_topics([NewTopic("kept", num_partitions=1, replication_factor=1)])
    await admin.close()


async def publish(server: KafkaServer, value: bytes) -> None:
    producer = AIOKafkaProducer(**server.admin.options(), enable_idempotence=True)
    await producer.start()
    await producer.send_and_wait("kept", value)
    await producer.stop()


async def read(server: KafkaServer, count: int) -> list[bytes]:
    consumer = AIOKafkaConsumer("kept", **server.admin.options(), auto_offset_reset="earliest")
    await consumer.start()
    try:
        return [(await consumer.getone()).value for _ in range(count)]
    finally:
        await consumer.stop()


async def test_a_message_survives_a_kill_and_a_restart_on_its_folder(server: KafkaServer) -> None:
    await create_topic(server)
    await publish(server, b"before the kill")
    bootstrap = server.bootstrap
    server.kill()
    assert not server.running
    server.start()
    assert server.bootstrap == bootstrap
    await publish(server, b"after the kill")
    server.stop()
    again = KafkaServer(server.folder)
    again.start()
    try:
        assert again.bootstrap == bootstrap
        assert await read(again, 2) == [b"before the kill", b"after the kill"]
    finally:
        again.stop()


async def test_topics_are_not_made_by_accident(server: KafkaServer) -> None:
    admin = AIOKafkaAdminClient(**server.admin.options())
    await admin.start()
    await admin.describe_topics(["nowhere"])
    assert await admin.list_topics() == []
    await admin.close()
