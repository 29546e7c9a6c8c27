"""Instances of one service come and go while messages flow: each takes effect once, in order."""

import asyncio
from collections.abc import AsyncGenerator, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest
from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient
from sqlalchemy import func, select

from deploy.local.kafka import KafkaServer
from deploy.local.postgres import PostgresServer
from shared.database.notifier import PostgresNotifier
from shared.messaging import tables
from shared.messaging.bus.bus import Bus
from shared.messaging.inbox.consumer import Consumer
from shared.messaging.message import Arrival
from shared.messaging.outbox.relay import Relay
from tests.shared.messaging import probe
from tests.shared.messaging.carrier import PARTITIONS, Failed, KafkaCarrier, until
from tests.shared.messaging.conftest import CountingDatabase
from tests.shared.messaging.probe import EVENTS, Answered, Noted, Probe

pytestmark = pytest.mark.real

THINGS = [uuid4() for _ in range(30)]
AT_ONCE = 15
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
Connect = Callable[[], CountingDatabase]


@pytest.fixture
def url(postgres: PostgresServer) -> str:
    name = f"rolling_{uuid4().hex[:8]}"
    postgres.create(name)
    return postgres.owner_url(name)


@pytest.fixture
async def carrier(kafka: KafkaServer) -> KafkaCarrier:
    carrier = KafkaCarrier(kafka.admin)
    await carrier.create(EVENTS.topic)
    return carrier


class Instance:
    """A process of the service: consumer and relay, with its own connections to everything."""

    def __init__(self, service: Probe, bus: Bus) -> None:
        self._service, self._dying, self._died = service, False, asyncio.Event()
        self._consumer = Consumer(service.processor)
        work = [
            bus.consume([EVENTS.topic], "probe", self._handle),
            Relay(service.database, bus).run(),
        ]
        if isinstance(service.database.notifier, PostgresNotifier):
            work.append(service.database.notifier.run())
        self._tasks = [asyncio.create_task(each) for each in work]

    async def works(self) -> None:
        """It has been given its share and has handled some of it."""
        await until(lambda: bool(self._service.calls))

    async def stop(self) -> None:
        """As at SIGTERM: what is at hand is finished."""
        for task in self._tasks:
            task.cancel()
        await asyncio.wait(self._tasks)

    async def kill(self) -> None:
        """As at SIGKILL, at the worst moment: effects are committed, their offsets are not."""
        self._dying = True
        await self._died.wait()
        await self.end()

    async def end(self) -> None:
        """Wait for nothing."""
        for task in self._tasks:
            task.cancel()
        for _ in range(5):
            await asyncio.sleep(0)
        await self.stop()

    async def _handle(self, batch: Sequence[Arrival]) -> Failed:
        failed = await self._consumer.handle(batch)
        while self._dying:
            self._died.set()
            await asyncio.sleep(1)
        return failed


@asynccontextmanager
async def running(carrier: KafkaCarrier, connect: Connect) -> AsyncGenerator[Instance]:
    bus = carrier.bus()
    instance = Instance(Probe(connect()), bus)
    try:
        yield instance
    finally:
        await instance.end()
        await bus.close()


async def flow(bus: Bus, stop: asyncio.Event) -> int:
    """Note numbers about things without end; returns how many."""
    number = 0
    while not stop.is_set():
        bodies = [
            Noted(thing_id=THINGS[n % len(THINGS)], number=n)
            for n in range(number, number + AT_ONCE)
        ]
        await bus.publish([probe.message(body) for body in bodies])
        number += AT_ONCE
        await asyncio.sleep(0.03)
    return number


async def lag(carrier: KafkaCarrier) -> int:
    """How many messages the group has not committed."""
    ends = AIOKafkaConsumer(**carrier.brokers.options())
    admin = AIOKafkaAdminClient(**carrier.brokers.options())
    await ends.start()
    await admin.start()
    places = [TopicPartition(carrier.prefix + EVENTS.topic, n) for n in range(PARTITIONS)]
    last = await ends.end_offsets(places)
    done = await admin.list_consumer_group_offsets(carrier.prefix + "probe")
    await admin.close()
    await ends.stop()
    return sum(last[p] - (max(done[p].offset, 0) if p in done else 0) for p in places)


async def settled(service: Probe, carrier: KafkaCarrier, count: int) -> None:
    """Every number is noted, every answer is on the bus, and nobody is behind."""
    waiting = select(func.count()).select_from(tables.outbox)
    async with asyncio.timeout(30):
        while len(await service.noted()) < count or (await service.rows(waiting))[0][0]:
            await asyncio.sleep(0.1)
        while await lag(carrier):
            await asyncio.sleep(0.5)


async def answers(bus: Bus) -> list[UUID]:
    """The things of all answers on the bus, each answer once."""
    found: dict[UUID, UUID] = {}
    async for batch in bus.history([EVENTS.topic], LONG_AGO):
        for message in (a.message for a in batch if a.message):
            if message.type == Answered.type_name:
                found[message.id] = UUID(message.key)
    return list(found.values())


@pytest.mark.parametrize("ends", ["stop", "kill"])
async def test_instances_that_are_added_and_restarted_lose_double_and_swap_nothing(
    database: CountingDatabase, connect: Connect, carrier: KafkaCarrier, ends: str
) -> None:
    observer, bus, over = Probe(database), carrier.bus(), asyncio.Event()
    flowing = asyncio.create_task(flow(bus, over))
    async with AsyncExitStack() as stack:

        async def start() -> Instance:
            instance = await stack.enter_async_context(running(carrier, connect))
            await instance.works()
            return instance

        first_three = [await start() for _ in range(3)]
        for instance in first_three:
            await getattr(instance, ends)()
            await start()
        over.set()
        count = await flowing
        await settled(observer, carrier, count)
    assert sorted(await observer.noted()) == list(range(count))
    for place, thing in enumerate(THINGS):
        assert await observer.noted(thing) == list(range(place, count, len(THINGS)))
    assert sorted(await answers(bus)) == sorted(THINGS[n % len(THINGS)] for n in range(count))
    await bus.close()
