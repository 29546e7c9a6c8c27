"""The bus for real: Apache Kafka. Nothing above this file and its neighbours knows aiokafka."""

import asyncio
from collections.abc import AsyncGenerator, Collection, Sequence
from contextlib import asynccontextmanager
from datetime import datetime

import structlog
from aiokafka import AIOKafkaProducer
from aiokafka.errors import KafkaError

from shared.faults import describe
from shared.messaging.bus import kafka_history
from shared.messaging.bus.brokers import Brokers
from shared.messaging.bus.bus import BrokerUnavailable, CaughtUp, OnBatch, ignore
from shared.messaging.bus.kafka_group import Group
from shared.messaging.bus.kafka_wire import SESSION_SECONDS, start_producer, stop_producer
from shared.messaging.message import Arrival, Message

log = structlog.get_logger()

PUBLISH_SECONDS = 20.0
CHECK_SECONDS = 3.0


class KafkaBus:
    """One idempotent producer at a time; it is thrown away after any error, never sent to again."""

    def __init__(
        self,
        brokers: Brokers,
        name: str,
        prefix: str = "",
        session_seconds: float = SESSION_SECONDS,
        publish_seconds: float = PUBLISH_SECONDS,
    ) -> None:
        self._brokers = brokers
        self._publish_seconds = publish_seconds
        self._session_seconds = session_seconds
        self._prefix = prefix
        self._name = name
        self._producer: AIOKafkaProducer | None = None
        self._starting = asyncio.Lock()
        self._members: set[Group] = set()
        self._publishing: set[asyncio.Timeout] = set()
        self._closed = False

    async def publish(self, messages: Sequence[Message]) -> None:
        producer = await self._started()
        sent: list[asyncio.Future[object]] = []
        try:
            async with self._while_publishing():
                for message in messages:
                    sent.append(await self._send(producer, message))  # noqa: PERF401
                await asyncio.gather(*sent)
        except (KafkaError, TimeoutError, OSError, AssertionError) as error:
            await self._discard(producer)
            raise BrokerUnavailable(f"not acknowledged: {describe(error)}") from error
        except asyncio.CancelledError:
            await self._discard(producer)
            raise
        finally:
            _forget(sent)

    async def consume(
        self,
        topics: Collection[str],
        group: str,
        on_batch: OnBatch,
        rest_seconds: float = 0.0,
        caught_up: CaughtUp = ignore,
    ) -> None:
        member = Group(
            self._brokers,
            sorted(topics),
            group,
            on_batch,
            prefix=self._prefix,
            session_seconds=self._session_seconds,
            rest_seconds=rest_seconds,
            caught_up=caught_up,
        )
        running = asyncio.create_task(member.run())
        self._members.add(member)
        try:
            await asyncio.shield(running)
        except asyncio.CancelledError:
            member.stop()
            await asyncio.wait({running}, timeout=Group.STOP_SECONDS)
            raise
        finally:
            self._members.discard(member)
            running.cancel()
            await asyncio.wait({running}, timeout=Group.STOP_SECONDS)

    async def history(
        self, topics: Collection[str], since: datetime
    ) -> AsyncGenerator[Sequence[Arrival]]:
        try:
            async for batch in kafka_history.read(self._brokers, self._prefix, topics, since):
                yield batch
        except (KafkaError, TimeoutError, OSError) as error:
            raise BrokerUnavailable(f"no broker answers: {describe(error)}") from error

    async def check(self) -> None:
        try:
            async with asyncio.timeout(CHECK_SECONDS):
                producer = await self._started()
                if not await producer.client.force_metadata_update():
                    raise BrokerUnavailable("no broker answers")
        except (KafkaError, TimeoutError, OSError) as error:
            raise BrokerUnavailable(f"no broker answers: {describe(error)}") from error

    async def close(self) -> None:
        self._closed = True
        for member in self._members:
            member.stop()
        async with self._starting:
            producer, self._producer = self._producer, None
            if producer is not None:
                await self._give_up(producer)

    async def _started(self) -> AIOKafkaProducer:
        async with self._starting:
            if self._closed:
                raise BrokerUnavailable("closed")
            if self._producer is None:
                try:
                    async with asyncio.timeout(self._publish_seconds):
                        self._producer = await start_producer(self._brokers, self._name)
                except (KafkaError, TimeoutError, OSError) as error:
                    raise BrokerUnavailable(f"no broker answers: {describe(error)}") from error
            return self._producer

    async def _discard(self, producer: AIOKafkaProducer) -> None:
        """Close before anything is sent again: a timed-out send may still be delivered."""
        async with self._starting:
            if self._producer is producer:
                self._producer = None
                await self._give_up(producer)

    async def _give_up(self, producer: AIOKafkaProducer) -> None:
        """Cancel what is being published with it, so that its callers learn at once."""
        for limit in self._publishing:
            if not limit.expired():
                limit.reschedule(0)
        await stop_producer(producer)

    @asynccontextmanager
    async def _while_publishing(self) -> AsyncGenerator[None]:
        async with asyncio.timeout(self._publish_seconds) as limit:
            self._publishing.add(limit)
            try:
                yield
            finally:
                self._publishing.discard(limit)

    async def _send(self, producer: AIOKafkaProducer, message: Message) -> "asyncio.Future[object]":
        sent: asyncio.Future[object] = await producer.send(
            self._prefix + message.topic,
            value=message.data,
            key=message.key.encode(),
            headers=message.headers(),
        )
        return sent


def _forget(sent: Sequence["asyncio.Future[object]"]) -> None:
    """Nobody waits for these any more, nor wants to hear what became of them."""
    for each in sent:
        _ = each.cancel() or each.cancelled() or each.exception()
