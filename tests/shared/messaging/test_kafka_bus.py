"""What a broker refuses, topics that nobody made, and topics as the contracts want them."""

import time
from dataclasses import replace

import pytest
from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.admin.config_resource import ConfigResource, ConfigResourceType

from deploy.local.kafka import KafkaServer
from deploy.topics import WrongTopic
from deploy.topics import create_topics as create_contract_topics
from shared.contracts.catalogue import PARTITIONS, topics
from shared.messaging.bus.bus import BrokerUnavailable
from tests.shared.messaging.carrier import (
    ONE,
    TWO,
    KafkaCarrier,
    Leftovers,
    Listener,
    create_topics,
    message,
    noise,
    reading,
    until,
)

pytestmark = pytest.mark.real


@pytest.fixture
async def carrier(kafka: KafkaServer) -> KafkaCarrier:
    carrier = KafkaCarrier(kafka.admin)
    await carrier.create(ONE, TWO)
    return carrier


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
    patience = 3.0
    bus = carrier.bus(patience)
    started = time.monotonic()
    with pytest.raises(BrokerUnavailable):
        await bus.publish([message("k", 0, "probe.nowhere")])
    assert time.monotonic() - started < patience + 15
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


async def test_a_topic_that_kept_facts_longer_keeps_them_as_long_as_declared(
    kafka: KafkaServer,
) -> None:
    prefix = KafkaCarrier(kafka.admin).prefix
    topic = next(topic for topic in topics() if not topic.compacted)
    longer = topic.settings() | {"retention.ms": "315360000000"}
    await create_topics(kafka.admin, prefix + topic.name, partitions=PARTITIONS, **longer)
    await create_contract_topics(kafka.admin, prefix)
    admin = AIOKafkaAdminClient(**kafka.admin.options())
    await admin.start()
    resource = ConfigResource(ConfigResourceType.TOPIC, prefix + topic.name)
    [answer] = await admin.describe_configs([resource])
    await admin.close()
    settings = {entry[0]: entry[1] for entry in answer.resources[0][4]}
    assert settings["retention.ms"] == topic.settings()["retention.ms"]


async def test_a_topic_with_too_few_partitions_is_named(kafka: KafkaServer) -> None:
    prefix = KafkaCarrier(kafka.admin).prefix
    topic = topics()[0]
    await create_topics(kafka.admin, prefix + topic.name, partitions=2, **topic.settings())
    with pytest.raises(WrongTopic) as raised:
        await create_contract_topics(kafka.admin, prefix)
    for part in (prefix + topic.name, "2", str(PARTITIONS)):
        assert part in str(raised.value)
