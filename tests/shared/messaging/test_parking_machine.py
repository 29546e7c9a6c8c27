"""What is parked keeps its order and takes effect once, whatever operators and faults do."""

from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import invariant, rule
from sqlalchemy import delete, select

from shared.messaging import tables
from shared.messaging.causes import ParkingCause
from shared.messaging.inbox.consumer import ATTEMPTS, Consumer
from shared.messaging.inbox.inbox import claim
from shared.messaging.inbox.processor import BatchProcessor
from shared.messaging.inbox.redrive import Redrive
from shared.messaging.message import Arrival
from shared.messaging.parking import desk as parking_desk
from shared.messaging.parking.parking import FAILED, RELEASED, ParkedEntry, park
from shared.messaging.transaction import Transaction
from tests.shared.messaging import probe
from tests.shared.messaging.machine import Ground, Machine, caught, explore, prepared, rows_of
from tests.shared.messaging.probe import BERGKAMEN, Noted, Probe, arrival, foreign

KEYS = [UUID(int=n) for n in range(3)]
KINDS = ["good", "good", "bad", "unreadable"]
REPLACED = 10_000
numbers = st.integers(0, 40)


@pytest.fixture
def ground() -> Iterator[Ground]:
    with prepared() as ground:
        yield ground


class Hurried(Consumer):
    """Does not pause between its attempts."""

    async def _insist(self, arrival: Arrival, error: Exception) -> None:
        await self._processor.set_aside(arrival, error, ATTEMPTS)


class Parking(Machine):
    """Messages whose number is their offset; some fail until healed, some cannot be read."""

    redrive: type[Redrive] = Redrive
    processor: type[BatchProcessor] = BatchProcessor

    def __init__(self) -> None:
        super().__init__()
        database = self.ground.handling
        self.service = Probe(database)
        processor = self.processor(database, self.service.handlers(), {BERGKAMEN})
        self._consumer = Hurried(processor)
        self._redrive = self.redrive(database, processor)
        self.log: list[Arrival] = []
        self.unreadable: set[int] = set()
        self.discarded: set[int] = set()

    @rule(
        kinds=st.lists(
            st.tuples(st.sampled_from(KEYS), st.sampled_from(KINDS)),
            min_size=1,
            max_size=6,
        )
    )
    def arrives(self, kinds: list[tuple[UUID, str]]) -> None:
        start = len(self.log)
        for offset, (key, kind) in enumerate(kinds, start):
            self.log.append(arrival(probe.message(Noted(thing_id=key, number=offset)), offset))
            if kind == "bad":
                self.service.faults[offset] = LookupError
            elif kind == "unreadable":
                self.log[offset] = foreign(offset, str(key).encode(), b"", [])
                self.unreadable.add(offset)
        self.hand_over(start)

    @rule(back=numbers)
    def comes_again(self, back: int) -> None:
        self.hand_over(max(0, len(self.log) - back))

    def hand_over(self, start: int) -> None:
        assert self.run(self._consumer.handle(self.log[start:])) == {}

    @rule(which=numbers)
    def heals(self, which: int) -> None:
        if self.service.faults:
            self.service.faults.pop(sorted(self.service.faults)[which % len(self.service.faults)])

    @rule(which=numbers)
    def released(self, which: int) -> None:
        if failed := self.failed():
            self.run(self._order("release", [failed[which % len(failed)].position], "operator"))

    @rule()
    def all_released(self) -> None:
        self.run(self._order("release", [row.position for row in self.failed()], "operator"))

    @rule(which=numbers)
    def discards(self, which: int) -> None:
        if failed := self.failed():
            row = failed[which % len(failed)]
            assert self.run(self._order("discard", [row.position], "wrong", "operator")) == 1
            self.discarded.add(row.offset)

    @rule(which=numbers)
    def edits(self, which: int) -> None:
        rows = [row for row in self.failed() if row.offset not in self.unreadable]
        if rows:
            row = rows[which % len(rows)]
            body = Noted(thing_id=UUID(row.order_key), number=row.offset + REPLACED)
            data = body.model_dump_json().encode()
            self.run(self._order("edit", row.position, data, "typing error", "operator"))

    @rule(steps=st.integers(1, 4))
    def tries_again(self, steps: int) -> None:
        for _ in range(steps):
            self.run(self._redrive.step())

    async def _order(self, name: str, *what: Any) -> Any:
        async with self.ground.handling.transaction() as uow:
            return await getattr(parking_desk, name)(uow, *what)

    def failed(self) -> list[Any]:
        rows = self.run(rows_of(self.ground.handling, tables.parked))
        return [row for row in rows if row.state == FAILED]

    @invariant()
    def each_is_applied_or_parked_in_order(self) -> None:
        applied = self.run(rows_of(self.ground.handling, probe.notes))
        parked = self.run(rows_of(self.ground.handling, tables.parked))
        for key in KEYS:
            came = [a.offset for a in self.log if a.key == str(key).encode()]
            done = [row.number % REPLACED for row in applied if row.thing_id == key]
            waits = [row.offset for row in parked if row.order_key == str(key)]
            assert done + waits == [offset for offset in came if offset not in self.discarded]
        answers = self.run(rows_of(self.ground.handling, tables.outbox))
        assert [row.key for row in answers] == [str(row.thing_id) for row in applied]

    def teardown(self) -> None:
        self.service.faults.clear()
        while self.failed() != [] or self.run(self._redrive.step()):
            for row in self.failed():
                what = "discard" if row.offset in self.unreadable else "release"
                why = ["unreadable"] if what == "discard" else []
                self.run(self._order(what, [row.position], *why, "operator"))
                self.discarded |= {row.offset} & self.unreadable
        assert self.run(rows_of(self.ground.handling, tables.parked)) == []
        self.each_is_applied_or_parked_in_order()


def test_parked_messages_keep_their_order_and_take_effect_once(ground: Ground) -> None:
    explore(Parking, ground, 30)


class Overtakes(BatchProcessor):
    """Lets later messages of a parked key pass."""

    async def _prepare(self, transaction: Transaction, batch: Sequence[Arrival]) -> Any:
        owed = await self._claim(transaction, batch)
        outcome = await super()._prepare(transaction, [a for a in batch if a.message is None])
        for one in batch:
            if one.message and (mine := owed.pop(one.message.id, ())):
                outcome.deliveries.append(self.read(one, mine))
        return outcome


class Unclaimed(BatchProcessor):
    """Parks without a note in the inbox."""

    async def set_aside(self, arrival: Arrival, error: Exception, attempts: int) -> None:
        async with self._database.begin() as uow:
            message = arrival.message
            mine = self._handlers.waiting_for(message.topic, message.type) if message else ()
            names = tuple(subscription.name for subscription in mine)
            fault = ParkingCause.HANDLER_FAULT
            await park(uow, [ParkedEntry(arrival, names, FAILED, fault, attempts=attempts)])


class Loses(BatchProcessor):
    """Notes in the inbox what it then does not park."""

    async def set_aside(self, arrival: Arrival, error: Exception, attempts: int) -> None:
        if arrival.message is not None:
            async with self._database.begin() as uow:
                await claim(uow.session, [("note", arrival.message.id)], uow.now)


class Forgetful(BatchProcessor):
    """Does not remember what operators have given up."""

    async def _decided(self, *_: Any) -> bool:
        return False


@pytest.mark.parametrize("fault", [Overtakes, Unclaimed, Loses, Forgetful])
def test_the_checker_catches_wrong_parking(ground: Ground, fault: type[BatchProcessor]) -> None:
    assert caught(Parking, ground, processor=fault)


class Disorderly(Redrive):
    """Takes the youngest that may go, whatever waits before it."""

    async def step(self) -> bool:
        async with self._database.begin() as uow:
            newest = select(tables.parked).where(tables.parked.c.state != FAILED)
            query = newest.order_by(tables.parked.c.position.desc()).limit(1)
            row = (await uow.session.execute(query)).first()
            if row is None:
                return False
            if row.message_id is None:
                return False
            await self._handle(row, uow)
            mine = tables.parked.c.position == row.position
            await uow.session.execute(delete(tables.parked).where(mine))
        return True


class Keeps(Redrive):
    """Applies and leaves it parked."""

    async def step(self) -> bool:
        async with self._database.begin() as uow:
            released = select(tables.parked).where(tables.parked.c.state == RELEASED)
            row = (await uow.session.execute(released.limit(1))).first()
            if row is not None and row.message_id is not None:
                await self._handle(row, uow)
        return False


@pytest.mark.parametrize("fault", [Disorderly, Keeps])
def test_the_checker_catches_a_wrong_second_try(ground: Ground, fault: type[Redrive]) -> None:
    assert caught(Parking, ground, redrive=fault)
