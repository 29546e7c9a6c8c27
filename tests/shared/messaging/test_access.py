"""On the broker each service may do what it must, and nothing else."""

import asyncio
import contextlib
import secrets
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

import pytest
from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.errors import (
    GroupAuthorizationFailedError,
    KafkaError,
    TopicAuthorizationFailedError,
)

from deploy.access import Kind, Operation, Rule, announced, grant, heard, rules_for
from deploy.local.kafka import KafkaServer
from deploy.services import NAMES
from deploy.topics import check_topics, create_topics, grant_access
from shared.contracts.catalogue import topics
from shared.messaging.bus.brokers import Brokers
from shared.messaging.bus.bus import BrokerUnavailable
from shared.messaging.bus.kafka import KafkaBus
from tests.shared.messaging.carrier import message

pytestmark = pytest.mark.real

PATIENCE_SECONDS = 20.0


class Cluster:
    """Topics and users under a prefix of their own."""

    def __init__(self, kafka: KafkaServer) -> None:
        self.admin = kafka.admin
        self.prefix = f"a{secrets.token_hex(4)}."
        self._kafka = kafka

    def brokers(self, service: str) -> Brokers:
        user = self.prefix + service
        return self.admin.known_as(user, self._kafka.password(user))

    async def grant(self) -> None:
        await create_topics(self.admin, self.prefix)
        passwords = self._kafka.passwords(NAMES, self.prefix)
        await grant_access(self.admin, passwords, self.prefix)


@pytest.fixture
async def cluster(kafka: KafkaServer) -> Cluster:
    made = Cluster(kafka)
    await made.grant()
    return made


@asynccontextmanager
async def producing(brokers: Brokers) -> AsyncGenerator[AIOKafkaProducer]:
    producer = AIOKafkaProducer(**brokers.options(), enable_idempotence=True)
    await producer.start()
    try:
        yield producer
    finally:
        await producer.stop()


@asynccontextmanager
async def consuming(brokers: Brokers, group: str | None = None) -> AsyncGenerator[AIOKafkaConsumer]:
    consumer = AIOKafkaConsumer(
        **brokers.options(), group_id=group, auto_offset_reset="earliest", enable_auto_commit=False
    )
    await consumer.start()
    try:
        yield consumer
    finally:
        await consumer.stop()


@pytest.mark.parametrize("service", NAMES)
async def test_a_service_writes_its_own_topics_and_no_other(cluster: Cluster, service: str) -> None:
    for topic in (each.name for each in topics()):
        async with producing(cluster.brokers(service)) as producer:
            if topic in announced(service):
                await producer.send_and_wait(cluster.prefix + topic, b"{}", b"k")
                continue
            with pytest.raises(TopicAuthorizationFailedError):
                await producer.send_and_wait(cluster.prefix + topic, b"{}", b"k")


@pytest.mark.parametrize("service", NAMES)
async def test_a_service_reads_what_its_handlers_wait_for_and_no_other(
    cluster: Cluster, service: str
) -> None:
    brokers = cluster.brokers(service)
    for topic in announced(service) | heard(service):
        place = TopicPartition(cluster.prefix + topic, 0)
        async with producing(cluster.admin) as producer:
            await producer.send_and_wait(place.topic, b"{}", b"k", partition=0)
        async with consuming(brokers) as consumer:
            consumer.assign([place])
            consumer.seek(place, 0)
            if topic in heard(service):
                assert (await consumer.getone()).value == b"{}"
                continue
            with pytest.raises(TopicAuthorizationFailedError):
                await consumer.getone()


@pytest.mark.parametrize("service", NAMES)
async def test_a_service_does_not_even_see_the_others_topics(
    cluster: Cluster, service: str
) -> None:
    client = AIOKafkaAdminClient(**cluster.brokers(service).options())
    await client.start()
    seen = set(await client.list_topics())
    await client.close()
    assert seen == {cluster.prefix + name for name in announced(service) | heard(service)}


async def test_a_service_belongs_to_its_own_group_only(cluster: Cluster) -> None:
    brokers, topic = cluster.brokers("trainings"), cluster.prefix + "directory.events"
    place = TopicPartition(topic, 0)
    async with consuming(brokers, cluster.prefix + "trainings") as consumer:
        consumer.assign([place])
        await consumer.commit({place: 0})
    async with consuming(brokers, cluster.prefix + "surveys") as consumer:
        consumer.assign([place])
        with pytest.raises(GroupAuthorizationFailedError):
            await consumer.commit({place: 0})


async def test_a_service_makes_no_topics_and_no_rules(cluster: Cluster) -> None:
    with pytest.raises(Exception, match="cannot be created"):
        await create_topics(cluster.brokers("directory"), f"{cluster.prefix}more.")
    with pytest.raises(Exception, match="needs DESCRIBE permission"):
        own = cluster.brokers("directory")
        more = Rule(own.user, Kind.TOPIC, f"{cluster.prefix}trainings.events", Operation.WRITE)
        await grant(own, {}, {more})


@pytest.mark.parametrize("password", ["", "directory", "wrong"])
async def test_nobody_gets_in_without_the_password(cluster: Cluster, password: str) -> None:
    known = cluster.brokers("directory")
    stranger = Brokers(known.servers, known.user if password else "", password)
    client = AIOKafkaAdminClient(**stranger.options(), request_timeout_ms=3000)
    with pytest.raises(KafkaError):
        await client.start()
        await client.list_topics()
    await client.close()


async def test_a_service_may_check_the_topics_it_uses(cluster: Cluster) -> None:
    for service in NAMES:
        await check_topics(cluster.brokers(service), [service], cluster.prefix)


async def test_a_rule_that_is_no_longer_needed_goes(cluster: Cluster, kafka: KafkaServer) -> None:
    own = cluster.brokers("directory")
    more = Rule(own.user, Kind.TOPIC, f"{cluster.prefix}trainings.events", Operation.WRITE)
    await grant(cluster.admin, {}, rules_for("directory", cluster.prefix) | {more})
    await sent(own, more.name)
    await cluster.grant()
    async with asyncio.timeout(PATIENCE_SECONDS):
        with pytest.raises(TopicAuthorizationFailedError):
            while True:
                async with producing(own) as producer:
                    await producer.send_and_wait(more.name, b"{}", b"k")


async def sent(brokers: Brokers, topic: str) -> None:
    """As soon as the broker follows the rule it has taken."""
    async with asyncio.timeout(PATIENCE_SECONDS):
        while True:
            async with producing(brokers) as producer:
                with contextlib.suppress(TopicAuthorizationFailedError):
                    await producer.send_and_wait(topic, b"{}", b"k")
                    return


async def test_a_new_password_replaces_the_old_one(cluster: Cluster) -> None:
    own = cluster.brokers("surveys")
    await grant_access(cluster.admin, {"surveys": "another-password"}, cluster.prefix)
    async with producing(own.known_as(own.user, "another-password")):
        pass
    client = AIOKafkaAdminClient(**own.options(), request_timeout_ms=3000)
    with pytest.raises(KafkaError):
        await client.start()
    await client.close()


async def test_a_bus_that_is_refused_says_so_and_publishes_nothing(cluster: Cluster) -> None:
    bus = KafkaBus(cluster.brokers("surveys"), "surveys", cluster.prefix)
    with pytest.raises(BrokerUnavailable, match="Authorization"):
        await bus.publish([message("k", 0, "directory.events")])
    await bus.close()
