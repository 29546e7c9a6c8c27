"""Topics for as long as they are needed: a broker that keeps all of a run's ends without files."""

from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager, suppress

from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.errors import KafkaError

from deploy.topics import create_topics
from shared.messaging.bus.brokers import Brokers


@asynccontextmanager
async def own_topics(
    brokers: Brokers, prefix: str, services: Sequence[str]
) -> AsyncGenerator[None]:
    """What these services need, under a prefix that nobody else has."""
    await create_topics(brokers, prefix, services=services)
    try:
        yield
    finally:
        await remove_topics(brokers, prefix)


async def remove_topics(brokers: Brokers, prefix: str) -> None:
    """A broker that a test has ended keeps them."""
    admin = AIOKafkaAdminClient(**brokers.options(), request_timeout_ms=5000)
    with suppress(KafkaError, OSError, TimeoutError):
        await admin.start()
        ours = [name for name in await admin.list_topics() if name.startswith(prefix)]
        await admin.delete_topics(ours)
    await admin.close()
