"""``python -m deploy.topics``: the topics the contracts name, and who may read and write them."""

import asyncio
import sys
from collections.abc import Collection, Mapping
from dataclasses import replace

from aiokafka.admin import AIOKafkaAdminClient, NewTopic
from aiokafka.admin.config_resource import ConfigResource, ConfigResourceType
from aiokafka.errors import KafkaError, TopicAlreadyExistsError, for_code

from deploy.access import Rule, announced, grant, heard, rules_for
from deploy.access_wire import Refused
from deploy.services import NAMES
from shared.contracts.catalogue import PARTITIONS, Topic, topics
from shared.messaging.bus.brokers import Brokers
from shared.settings import Settings, ToolSettings, read_settings

CHECK_SECONDS = 10.0
OF_TOPIC = 1
"""Where a setting comes from, in Kafka's protocol: it was given to this topic."""
PERIODS = {"retention.ms", "segment.ms", "delete.retention.ms", "max.compaction.lag.ms"}
"""What a topic that is there already gets when it is run again; all else is for an operator."""


class WrongTopic(Exception):
    """A topic exists with another setting than the contracts need; the text names it."""


async def create_topics(
    brokers: Brokers, prefix: str = "", replicas: int = 1, services: Collection[str] = NAMES
) -> None:
    """Create what these services need, and bring periods of what is there up to date.

    Raises ``WrongTopic`` for what else is different.
    """
    admin = AIOKafkaAdminClient(**brokers.options())
    await admin.start()
    try:
        wanted = wanted_of(services, prefix)
        there = set(await admin.list_topics())
        missing = [topic for topic in wanted if topic.name not in there]
        if missing:
            await _create(admin, missing, replicas)
        await _until_known(admin, wanted)
        await _bring_periods(admin, [topic for topic in wanted if topic.name in there])
        await _check(admin, wanted)
    finally:
        await admin.close()


async def grant_access(brokers: Brokers, passwords: Mapping[str, str], prefix: str = "") -> None:
    """Each service may touch what it must; those with a password become users of the cluster."""
    rules: set[Rule] = set().union(*(rules_for(name, prefix) for name in NAMES))
    await grant(brokers, {prefix + name: word for name, word in passwords.items()}, rules)


async def check_topics(brokers: Brokers, services: Collection[str], prefix: str = "") -> None:
    """Raise ``WrongTopic`` for a topic of these services that is missing or different.

    A broker that is away is no fault.
    """
    admin = AIOKafkaAdminClient(**brokers.options())
    try:
        async with asyncio.timeout(CHECK_SECONDS):
            await admin.start()
            wanted = wanted_of(services, prefix)
            missing = {topic.name for topic in wanted} - set(await admin.list_topics())
            if missing:
                listed = ", ".join(sorted(missing))
                raise WrongTopic(f"Topics are missing: {listed}; run python -m deploy.topics")
            await _check(admin, wanted)
    except (KafkaError, OSError, TimeoutError):
        return
    finally:
        await admin.close()


def wanted_of(services: Collection[str], prefix: str) -> list[Topic]:
    """The topics that these services write or read, as the broker calls them."""
    names: set[str] = set().union(*(announced(name) | heard(name) for name in services))
    return [replace(topic, name=prefix + topic.name) for topic in topics() if topic.name in names]


async def _create(admin: AIOKafkaAdminClient, missing: list[Topic], replicas: int) -> None:
    response = await admin.create_topics(
        [
            NewTopic(topic.name, PARTITIONS, replicas, topic_configs=topic.settings())
            for topic in missing
        ]
    )
    for name, code, *_ in response.topic_errors:
        error = for_code(code)
        if code and error is not TopicAlreadyExistsError:
            raise WrongTopic(f"Topic {name} cannot be created: {error.__name__}")


async def _until_known(admin: AIOKafkaAdminClient, wanted: list[Topic]) -> None:
    """A broker learns of a topic a moment after the controller has made it."""
    for _ in range(100):
        described = await admin.describe_topics([topic.name for topic in wanted])
        if all(each["error_code"] == 0 and each["partitions"] for each in described):
            return
        await asyncio.sleep(0.1)
    raise WrongTopic("Topics were created, but the broker does not know them after 10 s")


async def _bring_periods(admin: AIOKafkaAdminClient, wanted: list[Topic]) -> None:
    """An earlier release may have kept facts longer, and what is too old goes at once."""
    for topic in wanted:
        differs = await _different(admin, topic)
        if differs and differs <= PERIODS:
            kept = await settings_of(admin, topic.name, own=True)
            given = ConfigResource(ConfigResourceType.TOPIC, topic.name, kept | topic.settings())
            await admin.alter_configs([given])
            for _ in range(100):
                if not await _different(admin, topic):
                    break
                await asyncio.sleep(0.1)


async def _different(admin: AIOKafkaAdminClient, topic: Topic) -> set[str]:
    there = await settings_of(admin, topic.name)
    return {name for name, value in topic.settings().items() if there.get(name) != value}


async def settings_of(
    admin: AIOKafkaAdminClient, name: str, *, own: bool = False
) -> dict[str, str]:
    """In force; or only those of its ``own``, which are lost where others are sent alone."""
    [answer] = await admin.describe_configs([ConfigResource(ConfigResourceType.TOPIC, name)])
    [(_, _, _, _, entries)] = answer.resources
    return {entry[0]: entry[1] for entry in entries if not own or entry[3] == OF_TOPIC}


async def _check(admin: AIOKafkaAdminClient, wanted: list[Topic]) -> None:
    described = await admin.describe_topics([topic.name for topic in wanted])
    partitions = {each["topic"]: len(each["partitions"]) for each in described}
    for topic in wanted:
        if partitions.get(topic.name, 0) < PARTITIONS:
            found = partitions.get(topic.name, 0)
            raise WrongTopic(f"Topic {topic.name} has {found} partitions instead of {PARTITIONS}")
        settings = await settings_of(admin, topic.name)
        for name, value in topic.settings().items():
            if settings.get(name) != value:
                raise WrongTopic(
                    f"Topic {topic.name} has {name}={settings.get(name)} instead of {value}"
                )


def read_passwords(settings: Settings) -> dict[str, str]:
    """The services' passwords, from files named ``kafka_SERVICE`` among the secrets."""
    files = {name: settings.secrets_dir / f"kafka_{name}" for name in NAMES}
    return {name: file.read_text().strip() for name, file in files.items() if file.is_file()}


async def _main() -> None:
    settings = read_settings(ToolSettings)
    if not settings.kafka:
        sys.exit("KNOTENPUNKT_KAFKA names no broker: nothing to create.")
    brokers, prefix = settings.brokers("admin"), settings.kafka_prefix
    try:
        await create_topics(brokers, prefix, settings.kafka_replicas)
        print(f"{len(topics())} topics are there with the right settings")
        if brokers.user:
            passwords = read_passwords(settings)
            await grant_access(brokers, passwords, prefix)
            print(f"{len(NAMES)} services may use them, {len(passwords)} by a password set here")
    except (WrongTopic, Refused, KafkaError) as error:
        sys.exit(f"{error or type(error).__name__}")


if __name__ == "__main__":
    asyncio.run(_main())
