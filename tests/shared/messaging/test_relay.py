"""What was announced reaches the bus in order, at least once, and is kept until it has."""

import asyncio
from collections.abc import AsyncGenerator, Callable, Collection, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select, text

from shared.database.notifier import PostgresNotifier
from shared.messaging import tables
from shared.messaging.bus.bus import BrokerUnavailable, CaughtUp, OnBatch, ignore
from shared.messaging.message import Arrival, Message
from shared.messaging.outbox import relay as relaying
from shared.messaging.outbox.relay import Relay
from tests.shared.messaging.conftest import CountingDatabase
from tests.shared.messaging.probe import Answered, cause, moved

SOON = 5.0
"""Less than the net, on a machine however busy."""


@dataclass
class Ledger:
    """A bus that writes down what it is given, and fails when it is told to."""

    got: list[Message] = field(default_factory=list)
    fails_before: int = 0
    fails_after: int = 0

    async def publish(self, messages: Sequence[Message]) -> None:
        if self.fails_before:
            self.fails_before -= 1
            raise BrokerUnavailable
        self.got.extend(messages)
        if self.fails_after:
            self.fails_after -= 1
            raise BrokerUnavailable

    async def consume(
        self,
        topics: Collection[str],
        group: str,
        on_batch: OnBatch,
        rest_seconds: float = 0.0,
        caught_up: CaughtUp = ignore,
    ) -> None: ...

    async def history(
        self, topics: Collection[str], since: datetime
    ) -> AsyncGenerator[Sequence[Arrival]]:
        yield []

    async def check(self) -> None: ...

    async def close(self) -> None: ...

    def keys(self) -> list[str]:
        return [message.key for message in self.got]


async def announce(database: CountingDatabase, *keys: UUID) -> list[UUID]:
    async with database.transaction() as uow:
        return [uow.announce(Answered(thing_id=key), cause()) for key in keys]


async def waiting(database: CountingDatabase) -> int:
    async with database.reading() as session:
        count = select(func.count()).select_from(tables.outbox)
        return int((await session.execute(count)).scalar_one())


@asynccontextmanager
async def running(database: CountingDatabase, bus: Ledger) -> AsyncGenerator[None]:
    relay = asyncio.create_task(Relay(database, bus).run())
    try:
        yield
    finally:
        relay.cancel()
        await asyncio.wait({relay})


async def until(done: Callable[[], bool]) -> None:
    async with asyncio.timeout(15):
        while not done():
            await asyncio.sleep(0.01)


async def test_messages_are_published_in_the_order_they_were_announced(
    database: CountingDatabase,
) -> None:
    bus = Ledger()
    announced = [await announce(database, UUID(int=n % 3), UUID(int=n % 2)) for n in range(20)]
    assert await moved(Relay(database, bus)) == 40
    assert [message.id for message in bus.got] == [one for pair in announced for one in pair]


async def test_what_arrives_is_what_was_announced(database: CountingDatabase) -> None:
    bus, why, thing = Ledger(), cause(), uuid4()
    async with database.transaction() as uow:
        identity = uow.announce(Answered(thing_id=thing), why)
        now = uow.now
    await moved(Relay(database, bus))
    data = Answered(thing_id=thing).model_dump_json().encode()
    kind, tenant = "probe.answered.v1", why.tenant
    assert bus.got == [
        Message(
            identity, "probe.events", str(thing), kind, now, tenant, why.correlation_id, None, data
        )
    ]


async def test_what_the_bus_has_acknowledged_is_deleted(database: CountingDatabase) -> None:
    await announce(database, uuid4(), uuid4())
    await moved(Relay(database, Ledger()))
    assert await waiting(database) == 0


async def test_nothing_is_lost_when_the_bus_is_away(database: CountingDatabase) -> None:
    bus = Ledger(fails_before=1)
    await announce(database, uuid4(), uuid4())
    with pytest.raises(BrokerUnavailable):
        await moved(Relay(database, bus))
    assert await waiting(database) == 2
    assert await moved(Relay(database, bus)) == 2
    assert len(bus.got) == 2


async def test_what_may_not_have_been_acknowledged_is_published_again(
    database: CountingDatabase,
) -> None:
    bus = Ledger(fails_after=1)
    announced = await announce(database, uuid4(), uuid4())
    with pytest.raises(BrokerUnavailable):
        await moved(Relay(database, bus))
    assert await waiting(database) == 2
    await moved(Relay(database, bus))
    assert [message.id for message in bus.got] == announced * 2
    assert await waiting(database) == 0


class Late(Ledger):
    """Something else is announced while this bus publishes."""

    def __init__(self, database: CountingDatabase) -> None:
        super().__init__()
        self._database = database

    async def publish(self, messages: Sequence[Message]) -> None:
        await super().publish(messages)
        await announce(self._database, uuid4())


async def test_what_is_announced_while_publishing_is_kept_for_the_next_step(
    database: CountingDatabase,
) -> None:
    await announce(database, uuid4())
    await moved(Relay(database, Late(database)))
    assert await waiting(database) == 1


async def test_more_than_a_batch_is_moved_batch_by_batch(database: CountingDatabase) -> None:
    bus = Ledger()
    await announce(database, *(UUID(int=n) for n in range(relaying.BATCH + 7)))
    relay = Relay(database, bus)
    assert [await moved(relay) for _ in range(3)] == [relaying.BATCH, 7, 0]
    assert bus.keys() == [str(UUID(int=n)) for n in range(relaying.BATCH + 7)]


async def test_a_running_relay_outlives_a_bus_that_is_away(database: CountingDatabase) -> None:
    bus = Ledger(fails_before=2, fails_after=1)
    announced = await announce(database, uuid4(), uuid4())
    async with running(database, bus):
        await until(lambda: {message.id for message in bus.got} == set(announced))
        later = await announce(database, uuid4())
        await until(lambda: later[0] in {message.id for message in bus.got})


async def announce_and_wait(database: CountingDatabase, bus: Ledger) -> float:
    """Seconds until one more message is published."""
    count = len(bus.got)
    started = asyncio.get_running_loop().time()
    await announce(database, uuid4())
    await until(lambda: len(bus.got) > count)
    return asyncio.get_running_loop().time() - started


async def test_a_commit_wakes_the_relay_at_once(database: CountingDatabase) -> None:
    """Far sooner than the slow poll that is the net."""
    bus = Ledger()
    async with running(database, bus):
        waits = sorted([await announce_and_wait(database, bus) for _ in range(11)])
    assert waits[5] < 0.125 < PostgresNotifier.net_seconds / 50


async def test_of_two_instances_one_relays_and_the_other_takes_over(
    database: CountingDatabase, connect: Callable[[], CountingDatabase]
) -> None:
    if database.engine.sqlite:
        pytest.skip("a SQLite file has one process")
    bus = Ledger()
    async with AsyncExitStack() as standby:
        async with running(database, bus):
            await announce_and_wait(database, bus)
            await standby.enter_async_context(running(connect(), bus))
            for _ in range(20):
                await announce_and_wait(database, bus)
            assert len({message.id for message in bus.got}) == len(bus.got) == 21
        await announce_and_wait(database, bus)


@asynccontextmanager
async def told(*databases: CountingDatabase) -> AsyncGenerator[None]:
    """Their notifiers hear each other."""
    notifiers = [each.notifier for each in databases]
    tasks = [
        asyncio.create_task(notifier.run())
        for notifier in notifiers
        if isinstance(notifier, PostgresNotifier)
    ]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.wait(tasks)


async def leader(database: CountingDatabase) -> int | None:
    """The database session that holds the relay's lock."""
    async with database.reading() as session:
        held = "SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND granted"
        here = " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
        return (await session.execute(text(held + here))).scalar()


async def until_somebody_else_leads(database: CountingDatabase, before: int | None) -> int:
    async with asyncio.timeout(SOON):
        while (now := await leader(database)) in (None, before):
            await asyncio.sleep(0.02)
    assert now is not None
    return now


async def test_what_another_instance_commits_wakes_the_leader(
    database: CountingDatabase, connect: Callable[[], CountingDatabase]
) -> None:
    if database.engine.sqlite:
        pytest.skip("a SQLite file has one process")
    bus, other = Ledger(), connect()
    async with told(database, other), running(database, bus):
        await until_somebody_else_leads(database, None)
        await announce_and_wait(other, bus)
        await asyncio.sleep(0.5)
        waits = sorted([await announce_and_wait(other, bus) for _ in range(5)])
    assert waits[2] < SOON


async def test_a_relay_that_lost_its_lock_while_nothing_happened_leads_again_soon(
    database: CountingDatabase,
) -> None:
    if database.engine.sqlite:
        pytest.skip("a SQLite file has one process")
    async with running(database, Ledger()):
        before = await until_somebody_else_leads(database, None)
        await asyncio.sleep(0.1)
        async with database.reading() as session:
            await session.execute(text(f"SELECT pg_terminate_backend({before})"))
        await until_somebody_else_leads(database, before)
