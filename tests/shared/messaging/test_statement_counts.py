"""What a batch costs in statements does not depend on how many messages it has."""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import event

from deploy.services import load
from shared.clock import MovableClock
from shared.contracts.directory import PersonRecord
from shared.messaging import tables
from shared.messaging.database import Database
from shared.messaging.event import Body
from shared.messaging.inbox.processor import BatchProcessor
from shared.messaging.message import Arrival, Message
from shared.messaging.outbox.outbox import Outbox
from shared.messaging.outbox.relay import Relay
from tests.benchmarks.deliveries import story
from tests.shared.messaging.conftest import create
from tests.shared.messaging.probe import Answered, Closed, Noted, Probe, Thing, batch_of

MANY = 100


@contextmanager
def counted(database: Database) -> Iterator[list[str]]:
    """The statements that are executed inside the block.

    On PostgreSQL beginnings and ends are among them, because each is a round trip.
    """
    found: list[str] = []
    listening: list[Any] = []

    def note(_: Any, __: Any, statement: str, *___: Any) -> None:
        if not statement.startswith("BEGIN"):
            found.append(statement)

    def listen(connection: Any, *_: Any) -> None:
        if not database.engine.sqlite:
            connection.driver_connection.add_query_logger(heard)
            listening.append(connection.driver_connection)

    def heard(driver: Any) -> None:
        """What the driver executes without SQLAlchemy, except for what it asks about types."""
        if not re.search("typeinfo_tree|current_setting", driver.query):
            found.append(driver.query)

    engines = {database.engine._write.sync_engine, database.engine._read.sync_engine}
    hooks = [
        (each, *hook)
        for each in engines
        for hook in (("before_cursor_execute", note), ("checkout", listen))
    ]
    for hook in hooks:
        event.listen(*hook)
    try:
        yield found
    finally:
        for hook in hooks:
            event.remove(*hook)
        for connection in listening:
            connection.remove_query_logger(heard)


async def cost(processor: BatchProcessor, batch: list[Arrival], database: Database) -> int:
    """How many; which, is printed with a failure."""
    with counted(database) as statements:
        await processor.commit(batch)
    print(*statements, sep="\n")
    return len(statements)


async def claiming_first(service: Probe) -> BatchProcessor:
    """A processor that has just met a repeat."""
    processor, batch = service.processor, noted(1)
    for _ in range(2):
        await processor.commit(batch)
    return processor


def noted(count: int) -> list[Arrival]:
    return batch_of(*(Noted(thing_id=uuid4(), number=n) for n in range(count)))


@pytest.mark.parametrize("size", [1, MANY])
async def test_a_new_batch_is_one_statement(service: Probe, size: int) -> None:
    """Where there is no such thing: parked keys, claims, its own table, outbox."""
    few = 4 if service.database.engine.sqlite else 1
    assert await cost(service.processor, noted(size), service.database) == few


@pytest.mark.parametrize("size", [1, MANY])
async def test_a_batch_after_a_repeated_one_is_claimed_checked_handled_and_announced(
    service: Probe, size: int
) -> None:
    """Begin, inbox, whether anything is parked, what it writes, commit."""
    few = 4 if service.database.engine.sqlite else 5
    assert await cost(await claiming_first(service), noted(size), service.database) == few


@pytest.mark.parametrize("size", [1, MANY])
async def test_a_repeated_batch_is_only_claimed(service: Probe, size: int) -> None:
    batch, processor = noted(size), await claiming_first(service)
    await processor.commit(batch)
    await processor.commit(batch)
    few = 1 if service.database.engine.sqlite else 3
    assert await cost(processor, batch, service.database) == few


@pytest.mark.parametrize("size", [1, MANY])
async def test_copies_are_checked_and_replaced(service: Probe, size: int) -> None:
    things = [Thing(thing_id=uuid4(), title="a", version=1) for _ in range(size)]
    few = 2 if service.database.engine.sqlite else 1
    assert await cost(service.processor, batch_of(*things), service.database) == few


async def test_a_second_kind_of_events_costs_no_statement_more(service: Probe) -> None:
    both = [kind(thing_id=uuid4(), number=1) for _ in range(MANY) for kind in (Noted, Closed)]
    few = 4 if service.database.engine.sqlite else 1
    assert await cost(service.processor, batch_of(*both), service.database) == few


async def test_a_batch_of_which_nobody_waits_for_anything_costs_nothing(service: Probe) -> None:
    batch = batch_of(*(Answered(thing_id=uuid4()) for _ in range(MANY)))
    assert await cost(service.processor, batch, service.database) == 0


class CountingOutbox:
    """Each of its ways is one statement."""

    def __init__(self, outbox: Outbox) -> None:
        self._outbox = outbox
        self.statements: list[str] = []

    def is_leader(self) -> bool:
        return self._outbox.is_leader()

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
    await service.processor.commit(noted(size))
    relay = Relay(service.database, SilentBus())  # type: ignore[arg-type]
    async with relay.leading() as outbox:
        counting = CountingOutbox(outbox)
        assert await relay.step(counting) == size
    assert counting.statements == ["SELECT", "DELETE"]


EXPECTED = {
    "trainings": (7, 2),
    "surveys": (7, 2),
    "notifications": (9, 1),
    "dashboard": (3, 1),
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
    processor = BatchProcessor(database, service.handlers)
    for _ in range(2):
        brought: list[Body] = [body for _ in range(size) for body in (*story(), _person())]
        batch = batch_of(*(body for body in brought if body.topic in topics))
        found = await cost(processor, batch, database)
    assert found == EXPECTED[name][0 if database.engine.sqlite else 1]
    await database.close()


def _person() -> PersonRecord:
    return PersonRecord(
        person_id=uuid4(), version=1, given_name="Ada", family_name="Berg", email="a@example.org"
    )
