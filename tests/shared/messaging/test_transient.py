"""A fault that passes by itself parks nothing: the partition waits and comes again."""

from uuid import uuid4

import asyncpg
import pytest
from sqlalchemy.exc import DBAPIError

from shared.faults import Transient, is_transient
from shared.messaging.inbox.consumer import Consumer
from shared.messaging.message import Partition
from tests.shared.messaging.conftest import CountingDatabase
from tests.shared.messaging.probe import EVENTS, Noted, Probe, Thing, arrival, batch_of, message

PASSING = [Transient, OSError, ConnectionResetError, TimeoutError, asyncpg.InternalClientError]


@pytest.mark.parametrize("fault", PASSING)
async def test_the_partition_is_named_and_nothing_is_parked(
    service: Probe, fault: type[Exception]
) -> None:
    service.faults[1] = fault
    batch = batch_of(*(Noted(thing_id=uuid4(), number=n) for n in range(4)))
    held_up = await Consumer(service.processor).handle(batch)
    assert list(held_up) == [EVENTS]
    assert isinstance(held_up[EVENTS], fault)
    assert await service.parked() == []


async def test_whom_a_passing_fault_struck_is_not_looked_for(
    service: Probe, database: CountingDatabase
) -> None:
    service.faults[1] = Transient
    batch = batch_of(*(Noted(thing_id=uuid4(), number=n) for n in range(16)))
    await Consumer(service.processor).handle(batch)
    assert (database.begun, database.failed) == (1, 1)


async def test_it_takes_effect_once_the_fault_has_passed(service: Probe) -> None:
    service.faults[1] = Transient
    batch = batch_of(*(Noted(thing_id=uuid4(), number=n) for n in range(4)))
    consumer = Consumer(service.processor)
    for _ in range(3):
        assert list(await consumer.handle(batch)) == [EVENTS]
    service.faults.clear()
    assert await consumer.handle(batch) == {}
    assert await service.noted() == list(range(4))


async def test_only_the_partition_with_the_fault_waits(service: Probe) -> None:
    service.faults[0] = Transient
    mine, other = (message(Noted(thing_id=uuid4(), number=n)) for n in range(2))
    record = message(Thing(thing_id=uuid4(), version=1, title="t"))
    batch = [arrival(mine, 0), arrival(other, 0, index=1), arrival(record, 0)]
    held_up = await Consumer(service.processor).handle(batch)
    assert list(held_up) == [Partition("probe.events", 0)]
    assert await service.noted() == [1]


async def test_a_message_to_blame_beside_a_passing_fault_is_not_lost(service: Probe) -> None:
    service.faults |= {0: LookupError, 3: Transient}
    batch = batch_of(*(Noted(thing_id=uuid4(), number=n) for n in range(4)))
    consumer = Consumer(service.processor)
    assert list(await consumer.handle(batch)) == [EVENTS]
    service.faults.pop(3)
    assert await consumer.handle(batch) == {}
    assert sorted(await service.noted()) == [1, 2, 3]
    assert await service.parked() == [(0, "failed")]


@pytest.mark.parametrize(
    ("fault", "passes"),
    [
        (asyncpg.CannotConnectNowError("why"), True),
        (asyncpg.SerializationError("why"), True),
        (asyncpg.DeadlockDetectedError("why"), True),
        (asyncpg.AdminShutdownError("why"), True),
        (asyncpg.TooManyConnectionsError("why"), True),
        (asyncpg.UniqueViolationError("why"), False),
        (asyncpg.ForeignKeyViolationError("why"), False),
        (asyncpg.CharacterNotInRepertoireError("why"), False),
        (asyncpg.NumericValueOutOfRangeError("why"), False),
        (asyncpg.UndefinedColumnError("why"), False),
        (asyncpg.DataError("invalid input for query argument $1"), False),
        (asyncpg.InterfaceError("connection is closed"), True),
    ],
    ids=lambda value: type(value).__name__,
)
def test_what_the_database_says_tells_which_faults_pass(fault: Exception, passes: bool) -> None:
    """The driver's error by itself, as the relay gets it, and behind SQLAlchemy's own."""
    assert is_transient(fault) is passes
    assert is_transient(DBAPIError("INSERT", {}, DriverError(fault))) is passes


class DriverError(Exception):
    """Stands for what SQLAlchemy's asyncpg dialect makes of a driver's error."""

    def __init__(self, cause: Exception) -> None:
        super().__init__(str(cause))
        self.sqlstate = getattr(cause, "sqlstate", None)
        self.__cause__ = cause
