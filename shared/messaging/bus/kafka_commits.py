"""Commits what a member of a group has handled: one commit at a time, each further than before."""

import asyncio
import time

import structlog
from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.errors import CommitFailedError, IllegalStateError, KafkaError

from shared.faults import describe
from shared.messaging.bus.kafka_wire import holding_of

log = structlog.get_logger()

COMMIT_SECONDS = 10.0
COMMIT_EVERY_SECONDS = 1.0
"""A commit for each batch is dear; what a kill brings again the inbox makes harmless."""


class Commits:
    """What is handled and not committed yet, of the partitions that the client holds.

    A commit that is not answered in time is waited for, never overtaken: the client goes on sending
    it, so that it would take back what a later one said. What was handled under another holding is
    not committed: it comes again, or went to a member that may have come further; and one partition
    that is not held would keep all others from being committed. Either would leave partitions
    behind for ever where nothing more comes.
    """

    def __init__(self, name: str, seconds: float = COMMIT_SECONDS) -> None:
        self.due = 0.0
        self._seconds = seconds
        self._name = name
        self._owed: dict[TopicPartition, int] = {}
        self._holding: object = None
        self._under_way: asyncio.Task[None] | None = None

    @property
    def owed(self) -> bool:
        return bool(self._owed)

    def add(self, holding: object, place: TopicPartition, offset: int) -> None:
        """The next to be read, once all before it are handled."""
        if holding is not self._holding:
            self._owed, self._holding = {}, holding
        self._owed[place] = offset

    async def commit(self, consumer: AIOKafkaConsumer) -> None:
        """For a bounded time; what fails because the broker is away stays owed."""
        self.due = time.monotonic() + COMMIT_EVERY_SECONDS
        if not await self._answered():
            return
        owed, self._owed = self._owed, {}
        if owed and self._holding is holding_of(consumer):
            self._under_way = asyncio.create_task(self._send(consumer, owed, self._holding))
            await self._answered()

    def drop(self) -> None:
        """The client is another one, or holds others: nobody waits for an answer."""
        if self._under_way is not None:
            self._under_way.cancel()
        self._under_way = None

    async def _answered(self) -> bool:
        """Whether nothing is under way any more; raises what the client raises unexpectedly."""
        sent = self._under_way
        if sent is None:
            return True
        await asyncio.wait({sent}, timeout=self._seconds)
        if not sent.done():
            log.info("consumer.commit_unanswered", service=self._name)
            return False
        self._under_way = None
        if not sent.cancelled():
            sent.result()
        return True

    async def _send(
        self, consumer: AIOKafkaConsumer, owed: dict[TopicPartition, int], holding: object
    ) -> None:
        try:
            await consumer.commit(owed)
        except (CommitFailedError, IllegalStateError) as error:
            log.info("consumer.commit_failed", service=self._name, error=describe(error))
        except KafkaError as error:
            log.info("consumer.commit_failed", service=self._name, error=describe(error))
            if holding is self._holding:
                self._owed = {**owed, **self._owed}
