"""Whatever fails on the way, what is committed takes effect once for each handler, in order."""

import random
from collections.abc import AsyncGenerator, Collection, Iterator, Sequence
from datetime import datetime
from uuid import UUID

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule

from shared.messaging.bus.bus import BrokerUnavailable, CaughtUp, OnBatch, ignore
from shared.messaging.inbox.processor import BatchProcessor, Owed
from shared.messaging.message import Arrival, Message
from shared.messaging.outbox.outbox import Outbox
from shared.messaging.outbox.relay import Relay
from shared.messaging.router import EventRouter, Received
from shared.messaging.transaction import Transaction
from shared.messaging.unit_of_work import BulkUnitOfWork, UnitOfWork
from tests.shared.messaging import probe
from tests.shared.messaging.machine import Ground, Machine, caught, explore, prepared, rows_of
from tests.shared.messaging.probe import BERGKAMEN, Noted, arrival, cause, moved

KEYS = [UUID(int=n) for n in range(3)]
HANDLERS = ("first", "second")


@pytest.fixture
def ground() -> Iterator[Ground]:
    with prepared() as ground:
        yield ground


class FaultyBus:
    """A log in memory; the next publishes meet the faults it is given."""

    def __init__(self) -> None:
        self.log: list[Message] = []
        self.faults: list[str] = []
        self.late: list[Message] = []

    async def publish(self, messages: Sequence[Message]) -> None:
        fault = self.faults.pop(0) if self.faults else ""
        if fault == "refused":
            raise BrokerUnavailable
        if fault == "half":
            self.log.extend(messages[: len(messages) // 2])
            raise BrokerUnavailable
        if fault == "late":
            self.late.extend(messages)
            raise BrokerUnavailable
        self.log.extend(messages)
        if fault == "twice":
            self.log.extend(messages)
        if fault == "unacknowledged":
            raise BrokerUnavailable
        if fault == "crash":
            raise KeyboardInterrupt

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


FAULTS = ("refused", "half", "late", "twice", "unacknowledged", "crash", "")


class Delivery(Machine):
    """From announcing transactions over outbox, relay, bus and inbox to two handlers."""

    relay: type[Relay] = Relay
    processor: type[BatchProcessor] = BatchProcessor

    def __init__(self) -> None:
        super().__init__()
        self.bus = FaultyBus()
        self.broken = False
        self.read = 0
        self.committed: dict[UUID, list[int]] = {key: [] for key in KEYS}
        self._next = 0
        self._relay = self.relay(self.ground.announcing, self.bus)
        self._processor = self.processor(self.ground.handling, self.handlers(), {BERGKAMEN})

    def handlers(self) -> EventRouter:
        router = EventRouter()

        async def first(events: Sequence[Received[Noted]], uow: BulkUnitOfWork) -> None:
            await self.note("first", events, uow)

        async def second(events: Sequence[Received[Noted]], uow: BulkUnitOfWork) -> None:
            await self.note("second", events, uow)
            if self.broken:
                raise LookupError

        router.on(Noted)(first)
        router.on(Noted)(second)
        return router

    async def note(self, kind: str, events: Sequence[Received[Noted]], uow: BulkUnitOfWork) -> None:
        rows = [probe.a_note(each.body.thing_id, each.body.number, kind) for each in events]
        uow.insert(probe.notes, rows)

    @rule(keys=st.lists(st.sampled_from(KEYS), min_size=1, max_size=5), commits=st.booleans())
    def transaction(self, keys: list[UUID], commits: bool) -> None:
        said = [(key, self._next + n) for n, key in enumerate(keys)]
        self._next += len(keys)
        self.run(self._announce(said, commits))
        if commits:
            for key, number in said:
                self.committed[key].append(number)

    async def _announce(self, said: list[tuple[UUID, int]], commits: bool) -> None:
        try:
            async with self.ground.announcing.begin() as transaction:
                uow = UnitOfWork(transaction)
                for key, number in said:
                    uow.announce(Noted(thing_id=key, number=number), cause())
                if not commits:
                    await transaction.flush()
                    raise LookupError
        except LookupError:
            pass

    @rule(fault=st.sampled_from(FAULTS))
    def relays(self, fault: str) -> None:
        """A crash is one after publishing and before deleting; the next step is a new relay's."""
        self.bus.faults = [fault]
        try:
            self.run(moved(self._relay))
        except (BrokerUnavailable, KeyboardInterrupt):
            self._relay = self.relay(self.ground.announcing, self.bus)

    @rule()
    def what_was_held_up_arrives(self) -> None:
        self.bus.log.extend(self.bus.late)
        self.bus.late.clear()

    @rule(size=st.integers(1, 8), ends=st.sampled_from(["well", "crashed", "failed"]))
    def handles(self, size: int, ends: str) -> None:
        """A crash is one after the commit and before the bus knows of it."""
        batch = [arrival(m, n) for n, m in enumerate(self.bus.log)][self.read : self.read + size]
        self.broken = ends == "failed"
        try:
            self.run(self._processor.commit(batch))
        except LookupError:
            return
        finally:
            self.broken = False
        if ends == "well":
            self.read += len(batch)

    @rule(back=st.integers(0, 40))
    def comes_again(self, back: int) -> None:
        self.read = max(0, self.read - back)

    @invariant()
    def effects_follow_the_commits(self) -> None:
        for (key, handler), done in self.done().items():
            assert done == self.committed[key][: len(done)], (key, handler)

    def teardown(self) -> None:
        self.bus.faults = []
        while self.run(moved(self._relay)):
            pass
        self.what_was_held_up_arrives()
        while self.read < len(self.bus.log):
            self.handles(7, "well")
        for (key, handler), done in self.done().items():
            assert done == self.committed[key], (key, handler)

    def done(self) -> dict[tuple[UUID, str], list[int]]:
        found: dict[tuple[UUID, str], list[int]] = {(k, h): [] for k in KEYS for h in HANDLERS}
        for row in self.run(rows_of(self.ground.handling, probe.notes)):
            found[row.thing_id, row.kind].append(row.number)
        return found


def test_what_is_committed_takes_effect_once_and_in_order(ground: Ground) -> None:
    explore(Delivery, ground, 25)


class AlwaysNew(BatchProcessor):
    """An inbox that remembers nothing."""

    async def _claim(self, transaction: Transaction, batch: Sequence[Arrival]) -> Owed:
        messages = [a.message for a in batch if a.message]
        return {each.id: self._handlers.waiting_for(each.topic, each.type) for each in messages}


class ClaimsEarly(BatchProcessor):
    """An inbox in a transaction of its own."""

    async def commit(self, batch: Sequence[Arrival]) -> None:
        async with self._database.begin() as transaction:
            owed = await self._claim(transaction, batch)
        async with self._database.begin() as transaction:
            await self.run(
                [self.read(a, owed.pop(m.id, ())) for a in batch if (m := a.message)],
                transaction,
            )


class DeletesFirst(Relay):
    async def step(self, outbox: Outbox) -> int:
        waiting = await outbox.oldest(3)
        await outbox.remove([position for position, _ in waiting])
        await self._bus.publish([message for _, message in waiting])
        return len(waiting)


class Cursor(Relay):
    """Remembers how far it is; positions may be given again or late."""

    last = 0

    async def step(self, outbox: Outbox) -> int:
        waiting = [w for w in await outbox.oldest(500) if w[0] > self.last]
        await self._bus.publish([message for _, message in waiting])
        await outbox.remove([position for position, _ in waiting])
        self.last = max([position for position, _ in waiting], default=self.last)
        return len(waiting)


class Shuffles(Relay):
    async def step(self, outbox: Outbox) -> int:
        waiting = await outbox.oldest(500)
        random.Random(1).shuffle(waiting)
        await self._bus.publish([message for _, message in waiting])
        await outbox.remove([position for position, _ in waiting])
        return len(waiting)


@pytest.mark.parametrize("fault", [DeletesFirst, Cursor, Shuffles])
def test_the_checker_catches_a_wrong_relay(ground: Ground, fault: type[Relay]) -> None:
    assert caught(Delivery, ground, relay=fault)


@pytest.mark.parametrize("fault", [AlwaysNew, ClaimsEarly])
def test_the_checker_catches_a_wrong_inbox(ground: Ground, fault: type[BatchProcessor]) -> None:
    assert caught(Delivery, ground, processor=fault)
