"""Any order of commits, faults, crashes, repeats and operators' orders ends in the right effects."""

import asyncio
import random
from collections.abc import AsyncGenerator, Collection, Coroutine, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, ClassVar, TypeVar
from uuid import UUID

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from sqlalchemy import delete, select

from shared.clock import MovableClock
from shared.database.bulk import insert_rows
from shared.messaging import outbox, parking_desk, tables
from shared.messaging.bus import BusAway, OnBatch
from shared.messaging.consumer import ATTEMPTS, Consumer
from shared.messaging.database import Database
from shared.messaging.effects import Effects, Owed
from shared.messaging.inbox import claim
from shared.messaging.message import Arrival, Message
from shared.messaging.parking import FAILED, Setaside, park
from shared.messaging.redrive import Redrive
from shared.messaging.relay import Relay
from shared.messaging.router import EventRouter, Received
from shared.messaging.unit_of_work import UnitOfWork
from tests.shared.messaging import probe
from tests.shared.messaging.conftest import create
from tests.shared.messaging.probe import BERGKAMEN, EVENTS, Noted, Probe, arrival, cause, foreign

Answer = TypeVar("Answer")

KEYS = [UUID(int=n) for n in range(3)]
HANDLERS = ("first", "second")
numbers = st.integers(0, 40)


class Ground:
    """Two databases that are emptied for each example, and the loop to use them in."""

    def __init__(self, folder: Path) -> None:
        self.loop = asyncio.new_event_loop()
        clock = MovableClock()
        self.announcing, self.handling = (
            Database(f"sqlite+aiosqlite:///{folder}/{name}.db", "probe", clock)
            for name in ("announcing", "handling")
        )
        for database in (self.announcing, self.handling):
            self.run(self._create(database))

    def run(self, work: Coroutine[Any, Any, Answer]) -> Answer:
        return self.loop.run_until_complete(work)

    def empty(self) -> None:
        self.run(self._empty())

    def close(self) -> None:
        for database in (self.announcing, self.handling):
            self.run(database.close())
        self.loop.close()

    async def _create(self, database: Database) -> None:
        async with database.engine.writing() as session:
            await session.execute(select(1))
        async with database.engine._write.begin() as connection:
            for metadata in (tables.metadata, probe.metadata):
                await connection.run_sync(create, metadata)

    async def _empty(self) -> None:
        for database in (self.announcing, self.handling):
            async with database.engine.writing() as session:
                for metadata in (tables.metadata, probe.metadata):
                    for table in metadata.sorted_tables:
                        await session.execute(delete(table))


@pytest.fixture
def ground(tmp_path: Path) -> Any:
    ground = Ground(tmp_path)
    yield ground
    ground.close()


def explore(machine: type["Machine"], ground: Ground, examples: int = 40) -> None:
    """The same examples each time."""
    machine.ground = ground
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=examples,
            stateful_step_count=25,
            deadline=None,
            derandomize=True,
            database=None,
            report_multiple_bugs=False,
            suppress_health_check=list(HealthCheck),
        ),
    )


class Machine(RuleBasedStateMachine):
    ground: ClassVar[Ground]

    def __init__(self) -> None:
        super().__init__()
        self.ground.empty()

    def run(self, work: Coroutine[Any, Any, Answer]) -> Answer:
        return self.ground.run(work)


class FaultyBus:
    """A log in memory; the next publishes meet the faults it is given."""

    def __init__(self) -> None:
        self.log: list[Message] = []
        self.faults: list[str] = []
        self.late: list[Message] = []

    async def publish(self, messages: Sequence[Message]) -> None:
        fault = self.faults.pop(0) if self.faults else ""
        if fault == "refused":
            raise BusAway
        if fault == "half":
            self.log.extend(messages[: len(messages) // 2])
            raise BusAway
        if fault == "late":
            self.late.extend(messages)
            raise BusAway
        self.log.extend(messages)
        if fault == "twice":
            self.log.extend(messages)
        if fault == "unacknowledged":
            raise BusAway
        if fault == "crash":
            raise KeyboardInterrupt

    async def consume(self, topics: Collection[str], group: str, on_batch: OnBatch) -> None: ...

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
    effects: type[Effects] = Effects

    def __init__(self) -> None:
        super().__init__()
        self.bus = FaultyBus()
        self.broken = False
        self.read = 0
        self.committed: dict[UUID, list[int]] = {key: [] for key in KEYS}
        self._next = 0
        self._relay = self.relay(self.ground.announcing, self.bus)
        self._effects = self.effects(self.ground.handling, self.handlers(), {BERGKAMEN})

    def handlers(self) -> EventRouter:
        router = EventRouter()

        async def first(events: Sequence[Received[Noted]], uow: UnitOfWork) -> None:
            await self.note("first", events, uow)

        async def second(events: Sequence[Received[Noted]], uow: UnitOfWork) -> None:
            await self.note("second", events, uow)
            if self.broken:
                raise LookupError

        router.on(Noted)(first)
        router.on(Noted)(second)
        return router

    async def note(self, kind: str, events: Sequence[Received[Noted]], uow: UnitOfWork) -> None:
        rows = [
            {"thing_id": event.body.thing_id, "kind": kind, "number": event.body.number}
            for event in events
        ]
        await insert_rows(uow.session, probe.notes, rows)

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
            async with self.ground.announcing.transaction() as uow:
                for key, number in said:
                    uow.announce(Noted(thing_id=key, number=number), cause())
                if not commits:
                    await uow.flush()
                    raise LookupError
        except LookupError:
            pass

    @rule(fault=st.sampled_from(FAULTS))
    def relays(self, fault: str) -> None:
        """A crash is one after publishing and before deleting; the next step is a new relay's."""
        self.bus.faults = [fault]
        try:
            self.run(self._relay.step())
        except (BusAway, KeyboardInterrupt):
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
            self.run(self._effects.commit(batch))
        except LookupError:
            return
        finally:
            self.broken = False
        if ends == "well":
            self.read += len(batch)

    @rule(back=numbers)
    def comes_again(self, back: int) -> None:
        self.read = max(0, self.read - back)

    @invariant()
    def effects_follow_the_commits(self) -> None:
        for (key, handler), done in self.done().items():
            assert done == self.committed[key][: len(done)], (key, handler)

    def teardown(self) -> None:
        self.bus.faults = []
        while self.run(self._relay.step()):
            pass
        self.what_was_held_up_arrives()
        while self.read < len(self.bus.log):
            self.handles(7, "well")
        for (key, handler), done in self.done().items():
            assert done == self.committed[key], (key, handler)

    def done(self) -> dict[tuple[UUID, str], list[int]]:
        found: dict[tuple[UUID, str], list[int]] = {(k, h): [] for k in KEYS for h in HANDLERS}
        for row in self.run(_all(self.ground.handling, probe.notes)):
            found[row.thing_id, row.kind].append(row.number)
        return found


async def _all(database: Database, table: Any) -> Sequence[Any]:
    async with database.reading() as session:
        return (await session.execute(select(table).order_by(table.c.position))).all()


def test_what_is_committed_takes_effect_once_and_in_order(ground: Ground) -> None:
    explore(Delivery, ground)


class AlwaysNew(Effects):
    """An inbox that remembers nothing."""

    async def _claim(self, uow: UnitOfWork, batch: Sequence[Arrival]) -> Owed:
        messages = [a.message for a in batch if a.message]
        return {message.id: self._handlers.waiting_for(message) for message in messages}


class ClaimsEarly(Effects):
    """An inbox in a transaction of its own."""

    async def _claim(self, uow: UnitOfWork, batch: Sequence[Arrival]) -> Owed:
        owed = await super()._claim(uow, batch)
        await uow.session.commit()
        return owed


class DeletesFirst(Relay):
    async def step(self) -> int:
        async with self._database.engine.writing() as session:
            waiting = await outbox.oldest(session, 3)
            await outbox.remove(session, [position for position, _ in waiting])
        await self._bus.publish([message for _, message in waiting])
        return len(waiting)


class Cursor(Relay):
    """Remembers how far it is; positions may be given again or late."""

    last = 0

    async def step(self) -> int:
        async with self._database.reading() as session:
            waiting = [w for w in await outbox.oldest(session, 500) if w[0] > self.last]
        await self._bus.publish([message for _, message in waiting])
        async with self._database.engine.writing() as session:
            await outbox.remove(session, [position for position, _ in waiting])
        self.last = max([position for position, _ in waiting], default=self.last)
        return len(waiting)


class Shuffles(Relay):
    async def step(self) -> int:
        async with self._database.reading() as session:
            waiting = await outbox.oldest(session, 500)
        random.Random(1).shuffle(waiting)
        await self._bus.publish([message for _, message in waiting])
        async with self._database.engine.writing() as session:
            await outbox.remove(session, [position for position, _ in waiting])
        return len(waiting)


@pytest.mark.parametrize("fault", [DeletesFirst, Cursor, Shuffles])
def test_the_checker_catches_a_wrong_relay(ground: Ground, fault: type[Relay]) -> None:
    with pytest.raises(AssertionError):
        explore(type("Wrong", (Delivery,), {"relay": fault}), ground, 200)


@pytest.mark.parametrize("fault", [AlwaysNew, ClaimsEarly])
def test_the_checker_catches_a_wrong_inbox(ground: Ground, fault: type[Effects]) -> None:
    with pytest.raises(AssertionError):
        explore(type("Wrong", (Delivery,), {"effects": fault}), ground, 200)


class Hurried(Consumer):
    """Does not pause between its attempts."""

    async def _insist(self, arrival: Arrival, error: Exception) -> None:
        await self._effects.set_aside(arrival, error, ATTEMPTS)


REPLACED = 10_000


class Parking(Machine):
    """Messages whose number is their offset; some fail until healed, some cannot be read."""

    redrive: type[Redrive] = Redrive
    effects: type[Effects] = Effects

    def __init__(self) -> None:
        super().__init__()
        database = self.ground.handling
        self.service = Probe(database)
        effects = self.effects(database, self.service.handlers(), {BERGKAMEN})
        self._consumer = Hurried(effects)
        self._redrive = self.redrive(database, effects)
        self.log: list[Arrival] = []
        self.unreadable: set[int] = set()
        self.discarded: set[int] = set()

    @rule(
        kinds=st.lists(
            st.tuples(st.sampled_from(KEYS), st.sampled_from("good good bad unreadable".split())),
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
        """What could not be read has no id: discarded and come again, it would be parked again."""
        gone = max(self.discarded & self.unreadable, default=-1)
        self.hand_over(max(gone + 1, len(self.log) - back))

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
        rows = self.run(_all(self.ground.handling, tables.parked))
        return [row for row in rows if row.state == FAILED]

    @invariant()
    def each_is_applied_or_parked_in_order(self) -> None:
        applied = self.run(_all(self.ground.handling, probe.notes))
        parked = self.run(_all(self.ground.handling, tables.parked))
        for key in KEYS:
            came = [a.offset for a in self.log if a.key == str(key).encode()]
            done = [row.number % REPLACED for row in applied if row.thing_id == key]
            waits = [row.offset for row in parked if row.order_key == str(key)]
            assert done + waits == [offset for offset in came if offset not in self.discarded]
        answers = self.run(_all(self.ground.handling, tables.outbox))
        assert [row.key for row in answers] == [str(row.thing_id) for row in applied]

    @invariant()
    def what_waits_waits_for_something(self) -> None:
        """Nothing is forgotten: the first of each key has failed, or may go at once."""
        parked = self.run(_all(self.ground.handling, tables.parked))
        firsts = {row.order_key: row for row in reversed(parked)}
        assert all(row.position >= firsts[row.order_key].position for row in parked)

    def teardown(self) -> None:
        self.service.faults.clear()
        for row in self.failed():
            if row.offset in self.unreadable:
                self.run(self._order("discard", [row.position], "unreadable", "operator"))
                self.discarded.add(row.offset)
        while self.failed() or self.run(self._redrive.step()):
            for row in self.failed():
                what = "discard" if row.offset in self.unreadable else "release"
                why = ["unreadable"] if what == "discard" else []
                self.run(self._order(what, [row.position], *why, "operator"))
                self.discarded |= {row.offset} & self.unreadable
        assert self.run(_all(self.ground.handling, tables.parked)) == []
        self.each_is_applied_or_parked_in_order()


def test_parked_messages_keep_their_order_and_take_effect_once(ground: Ground) -> None:
    explore(Parking, ground, 60)


class Overtakes(Effects):
    """Lets later messages of a parked key pass."""

    async def _prepare(self, uow: UnitOfWork, batch: Sequence[Arrival]) -> Any:
        owed = await self._claim(uow, batch)
        outcome = await super()._prepare(uow, [a for a in batch if a.message is None])
        for one in batch:
            if one.message and (mine := owed.pop(one.message.id, ())):
                outcome.pieces.append(self.read(one, mine))
        return outcome


class Unclaimed(Effects):
    """Parks without a note in the inbox."""

    async def set_aside(self, arrival: Arrival, error: Exception, attempts: int) -> None:
        async with self._database.transaction() as uow:
            mine = self._handlers.waiting_for(arrival.message) if arrival.message else ()
            names = tuple(subscription.name for subscription in mine)
            await park(uow, [Setaside(arrival, names, FAILED, "", "", attempts)])


class Loses(Effects):
    """Notes in the inbox what it then does not park."""

    async def set_aside(self, arrival: Arrival, error: Exception, attempts: int) -> None:
        if arrival.message is not None:
            async with self._database.transaction() as uow:
                await claim(uow.session, [("note", arrival.message.id)], uow.now)


@pytest.mark.parametrize("fault", [Overtakes, Unclaimed, Loses])
def test_the_checker_catches_wrong_parking(ground: Ground, fault: type[Effects]) -> None:
    with pytest.raises(AssertionError):
        explore(type("Wrong", (Parking,), {"effects": fault}), ground, 200)


class Disorderly(Redrive):
    """Takes the youngest that may go, whatever waits before it."""

    async def step(self) -> bool:
        async with self._database.transaction() as uow:
            newest = select(tables.parked).where(tables.parked.c.state != FAILED)
            query = newest.order_by(tables.parked.c.position.desc()).limit(1)
            row = (await uow.session.execute(query)).first()
            if row is None:
                return False
            await self._handle(row, uow)
            mine = tables.parked.c.position == row.position
            await uow.session.execute(delete(tables.parked).where(mine))
        return True


class Keeps(Redrive):
    """Applies and leaves it parked."""

    async def step(self) -> bool:
        async with self._database.transaction() as uow:
            rows = await uow.session.execute(
                select(tables.parked).where(tables.parked.c.state == "released").limit(1)
            )
            if row := rows.first():
                await self._handle(row, uow)
        return False


@pytest.mark.parametrize("fault", [Disorderly, Keeps])
def test_the_checker_catches_a_wrong_second_try(ground: Ground, fault: type[Redrive]) -> None:
    with pytest.raises(AssertionError):
        explore(type("Wrong", (Parking,), {"redrive": fault}), ground, 200)
