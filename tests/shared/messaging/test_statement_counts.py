"""What a batch costs in statements does not depend on how many messages it has."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import event

from deploy.services import load
from shared.contracts.directory import PersonRecord
from shared.messaging import tables
from shared.messaging.database import Database
from shared.messaging.effects import Effects
from shared.messaging.event import Body
from shared.messaging.message import Arrival, Message
from shared.messaging.outbox import Outbox
from shared.messaging.relay import Relay
from tests.benchmarks.deliveries import story
from tests.shared.messaging.conftest import MovableClock, create
from tests.shared.messaging.probe import Answered, Closed, Noted, Probe, Thing, batch_of

MANY = 100


@contextmanager
def counted(database: Database) -> Iterator[list[str]]:
    """The statements that are executed inside the block; beginnings and ends are not among them."""
    found: list[str] = []

    def note(_: Any, __: Any, statement: str, *___: Any) -> None:
        if not statement.startswith("BEGIN"):
            found.append(statement)

    engines = {database.engine._write.sync_engine, database.engine._read.sync_engine}
    for engine in engines:
        event.listen(engine, "before_cursor_execute", note)
    try:
        yield found
    finally:
        for engine in engines:
            event.remove(engine, "before_cursor_execute", note)


async def cost(effects: Effects, batch: list[Arrival], database: Database) -> int:
    with counted(database) as statements:
        await effects.commit(batch)
    return len(statements)


def noted(count: int) -> list[Arrival]:
    return batch_of(*(Noted(thing_id=uuid4(), number=n) for n in range(count)))


@pytest.mark.parametrize("size", [1, MANY])
async def test_a_batch_is_claimed_checked_handled_and_announced(service: Probe, size: int) -> None:
    """Inbox, parked keys, and what it writes: its own table and the outbox."""
    written = 2 if service.database.engine.sqlite else 1
    assert await cost(service.effects, noted(size), service.database) == 2 + written


@pytest.mark.parametrize("size", [1, MANY])
async def test_a_repeated_batch_is_claimed_and_checked(service: Probe, size: int) -> None:
    batch = noted(size)
    await service.effects.commit(batch)
    assert await cost(service.effects, batch, service.database) == 2


@pytest.mark.parametrize("size", [1, MANY])
async def test_copies_are_checked_and_replaced(service: Probe, size: int) -> None:
    things = [Thing(thing_id=uuid4(), title="a", version=1) for _ in range(size)]
    assert await cost(service.effects, batch_of(*things), service.database) == 2


async def test_a_second_kind_of_events_costs_no_statement_more(service: Probe) -> None:
    both = [kind(thing_id=uuid4(), number=1) for _ in range(MANY) for kind in (Noted, Closed)]
    written = 2 if service.database.engine.sqlite else 1
    assert await cost(service.effects, batch_of(*both), service.database) == 2 + written


async def test_a_batch_of_which_nobody_waits_for_anything_costs_nothing(service: Probe) -> None:
    batch = batch_of(*(Answered(thing_id=uuid4()) for _ in range(MANY)))
    assert await cost(service.effects, batch, service.database) == 0


class CountingOutbox:
    """Each of its ways is one statement."""

    def __init__(self, outbox: Outbox) -> None:
        self._outbox = outbox
        self.statements: list[str] = []

    def led(self) -> bool:
        return self._outbox.led()

    async def oldest(self, limit: int) -> list[tuple[int, Message]]:
        self.statements.append("SELECT")
        return await self._outbox.oldest(limit)

    async def remove(self, positions: Sequence[int]) -> None:
        self.statements.append("DELETE")
        await self._outbox.remove(positions)


class SilentBus:
    async def publish(self, messages: object) -> None:
        pass


@pytest.mark.parametrize("size", [1, MANY])
async def test_the_relay_reads_and_removes(service: Probe, size: int) -> None:
    await service.effects.commit(noted(size))
    relay = Relay(service.database, SilentBus())  # type: ignore[arg-type]
    async with relay.leading() as outbox:
        counting = CountingOutbox(outbox)
        assert await relay.step(counting) == size
    assert counting.statements == ["SELECT", "DELETE"]


EXPECTED = {
    "trainings": (7, 4),
    "surveys": (5, 4),
    "notifications": (8, 5),
    "dashboard": (3, 4),
}
"""On SQLite and on PostgreSQL, for all that one hire brings, and for all that a hundred bring."""


@pytest.mark.parametrize("name", EXPECTED)
@pytest.mark.parametrize("size", [1, MANY])
async def test_hires_cost_a_service_the_same_few_statements(
    url: str, clock: MovableClock, name: str, size: int
) -> None:
    service, database = load(name), Database(url, name, clock)
    async with database.engine._write.begin() as connection:
        for metadata in (tables.metadata, service.tables):
            await connection.run_sync(create, metadata)
    for prepare in service.preparations:
        async with database.transaction() as uow:
            await prepare(uow)
    topics = service.handlers.topics()
    brought: list[Body] = [body for _ in range(size) for body in (*story(), _person())]
    batch = batch_of(*(body for body in brought if body.topic in topics))
    few = EXPECTED[name][0 if database.engine.sqlite else 1]
    assert await cost(Effects(database, service.handlers), batch, database) == few
    await database.close()


def _person() -> PersonRecord:
    return PersonRecord(
        person_id=uuid4(), version=1, given_name="Ada", family_name="Berg", email="a@example.org"
    )
