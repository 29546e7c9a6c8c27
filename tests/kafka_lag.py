"""Whether services have read everything on a real Kafka."""

from collections.abc import Sequence

from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient

from deploy.services import load
from shared.contracts.catalogue import PARTITIONS
from shared.messaging.bus.brokers import Brokers


class KafkaLag:
    """Whether the services of a house have read all messages."""

    def __init__(self, brokers: Brokers, prefix: str, services: Sequence[str]) -> None:
        self._prefix = prefix
        self._services = services
        self._ends = AIOKafkaConsumer(**brokers.options())
        self._admin = AIOKafkaAdminClient(**brokers.options())

    async def __aenter__(self) -> "KafkaLag":
        await self._ends.start()
        await self._admin.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._ends.stop()
        await self._admin.close()

    async def handled_up_to(self) -> list[dict[TopicPartition, int]] | None:
        """Each service's ends of what it reads; None if one has not read all of it."""
        ends = [await self.ends_if_read(name) for name in self._services]
        return None if None in ends else [each for each in ends if each is not None]

    async def ends_if_read(self, service: str) -> dict[TopicPartition, int] | None:
        """The ends of what one service reads; None if it has not read all of it."""
        places = [
            TopicPartition(self._prefix + topic, index)
            for topic in load(service).handlers.topics()
            for index in range(PARTITIONS)
        ]
        if not places:
            return {}
        last: dict[TopicPartition, int] = await self._ends.end_offsets(places)
        done = await self._admin.list_consumer_group_offsets(self._prefix + service)
        read = all(
            place in done and done[place].offset >= last[place] for place in places if last[place]
        )
        return last if read else None
