"""Requests that use a connection before and one behind the wall never wait for each other."""

import asyncio
from collections.abc import AsyncGenerator

import pytest
import pytest_asyncio
from sqlalchemy import text

from deploy.local.postgres import PostgresServer
from shared.clock import SystemClock
from shared.database.reach import crossing, narrow, one_request
from shared.messaging.database import Database

pytestmark = [pytest.mark.real, pytest.mark.asyncio(loop_scope="module")]

WITHIN, CROSSES = text("SELECT pg_sleep(0.01)"), crossing(text("SELECT pg_sleep(0.01)"))
AT_ONCE = 60


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def database(postgres: PostgresServer) -> AsyncGenerator[Database]:
    postgres.create("turns")
    database = Database(postgres.url("turns"), "directory", SystemClock())
    yield database
    await database.close()


async def test_many_requests_that_look_on_both_sides_all_get_through(database: Database) -> None:
    async def ask(number: int) -> None:
        first, then = (WITHIN, CROSSES) if number % 2 else (CROSSES, WITHIN)
        with one_request():
            narrow("05978004")
            async with database.reading() as session:
                await session.execute(first)
                await session.execute(then)

    await asyncio.gather(*(asyncio.create_task(ask(number)) for number in range(AT_ONCE)))


async def test_what_is_no_request_does_not_wait_for_requests(database: Database) -> None:
    looking, done = asyncio.Semaphore(0), asyncio.Event()

    async def hold() -> None:
        with one_request():
            async with database.reading():
                looking.release()
                await done.wait()

    holders = [asyncio.create_task(hold()) for _ in range(AT_ONCE)]
    await looking.acquire()
    async with database.reading() as session:
        assert (await session.execute(text("SELECT 1"))).scalar() == 1
    done.set()
    await asyncio.gather(*holders)
