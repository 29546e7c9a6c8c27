"""Nobody asks for what few municipalities have, and nothing is lost where one has it by now."""

from collections.abc import AsyncGenerator
from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import func, select

from deploy.services import load
from services.notifications.attempts import use_cases
from services.notifications.attempts.models import deliveries
from services.notifications.endpoints.models import Endpoint
from services.notifications.endpoints.values import EventType, State
from services.notifications.models import messages
from shared.clock import MovableClock
from shared.contracts.directory import WorkerHired
from shared.database.guards import Refused
from shared.messaging import tables
from shared.messaging.database import Database
from shared.messaging.inbox.claiming import refuse_unless_new
from shared.messaging.inbox.processor import BatchProcessor
from shared.messaging.message import Arrival
from shared.messaging.router import Received, parse
from shared.messaging.unit_of_work import BulkUnitOfWork
from tests.benchmarks.deliveries import story
from tests.house import BERGKAMEN
from tests.shared.messaging.conftest import create
from tests.shared.messaging.probe import batch_of

SERVICE = load("notifications")


@pytest.fixture
async def here(url: str, clock: MovableClock) -> AsyncGenerator[Database]:
    database = Database(url, "notifications", clock)
    async with database.engine._write.begin() as connection:
        for metadata in (tables.metadata, SERVICE.tables):
            await connection.run_sync(create, metadata)
    yield database
    await database.close()


@pytest.fixture
async def elsewhere(here: Database, url: str, clock: MovableClock) -> AsyncGenerator[Database]:
    """Another process, which tells this one nothing; there is none on SQLite."""
    other = here if here.engine.sqlite else Database(url, "notifications", clock)
    yield other
    await other.close()


async def connect(database: Database) -> None:
    """The municipality gets an endpoint."""
    async with database.transaction() as uow:
        uow.session.add(_endpoint(uow.now))


def _endpoint(now: datetime) -> Endpoint:
    return Endpoint(
        tenant=BERGKAMEN,
        carrier_id=None,
        name="Personalsystem",
        url="https://192.0.2.1/",
        types=[EventType.HIRED.value],
        state=State.ACTIVE.value,
        secret=b"sealed",
        secret_since=now,
        created_at=now,
    )


def hires(count: int) -> list[Arrival]:
    facts = [body for _ in range(count) for body in story() if isinstance(body, WorkerHired)]
    return batch_of(*facts)


def read(arrival: Arrival) -> Received[WorkerHired]:
    assert arrival.message is not None
    return Received(parse(WorkerHired, arrival.message), arrival.message)


async def number(database: Database, of: Any) -> int:
    async with database.reading() as session:
        return (await session.execute(select(func.count()).select_from(of))).scalar_one()


async def test_what_happens_after_an_endpoint_was_made_elsewhere_is_posted(
    here: Database, elsewhere: Database
) -> None:
    processor = BatchProcessor(here, SERVICE.handlers)
    await processor.commit(hires(2))
    owed = await number(here, messages)
    await connect(elsewhere)
    for _ in range(2):
        await processor.commit(hires(3))
    assert await number(here, deliveries) == 6
    assert await number(here, messages) == 4 * owed


async def test_an_endpoint_made_while_a_batch_is_handled_refuses_it_and_its_claims(
    here: Database, elsewhere: Database
) -> None:
    if here.engine.sqlite:
        pytest.skip("nobody else writes meanwhile")
    batch = hires(1)
    received = read(batch[0])
    with pytest.raises(Refused):
        async with here.begin() as transaction:
            refuse_unless_new(transaction, [("tell_endpoints", received.message.id)], batch)
            await use_cases.queue(BulkUnitOfWork(transaction), [received])
            await connect(elsewhere)
    await BatchProcessor(here, SERVICE.handlers).commit(batch)
    assert await number(here, deliveries) == 1


async def test_an_endpoint_that_was_not_made_after_all_is_asked_for_in_vain(here: Database) -> None:
    processor = BatchProcessor(here, SERVICE.handlers)
    await processor.commit(hires(1))
    with pytest.raises(ZeroDivisionError):
        async with here.transaction() as uow:
            uow.session.add(_endpoint(uow.now))
            await uow.session.flush()
            raise ZeroDivisionError
    await processor.commit(hires(1))
    assert await number(here, deliveries) == 0


async def test_what_nobody_would_try_again_is_looked_up(
    here: Database, elsewhere: Database
) -> None:
    await BatchProcessor(here, SERVICE.handlers).commit(hires(1))
    await connect(elsewhere)
    async with here.bulk() as uow:
        await use_cases.queue(uow, [read(hires(1)[0])])
    assert await number(here, deliveries) == 1
