"""A clock that jumps deletes nothing, until somebody confirms it or it is right again."""

from collections.abc import AsyncGenerator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import delete, func, insert, select
from sqlalchemy.schema import CreateTable

from deploy.local.postgres import PostgresServer
from services.directory.barriers.models import BarrierReport
from shared.clock import SystemClock
from shared.database.tables import table_of
from shared.jobs.scheduler import Job, Scheduler
from shared.messaging.database import Database
from shared.messaging.tables import holds, jobs, retention_runs
from shared.messaging.unit_of_work import UnitOfWork
from shared.retention.clock import FAR, ClockDoubted, confirm, doubt_of
from shared.web.retention.words import doubted
from tests.shared.erasing.test_every_table import made_up

DAY = timedelta(days=1)
REPORTS = table_of(BarrierReport)


class Machine:
    """The clock of a machine, which may be wrong."""

    def __init__(self) -> None:
        self.at = datetime(2027, 3, 3, 10, tzinfo=UTC)

    def now(self) -> datetime:
        return self.at


@pytest.fixture
def clock() -> Machine:
    return Machine()


@pytest.fixture
async def database(tmp_path: Path, clock: Machine) -> AsyncGenerator[Database]:
    database = Database(f"sqlite+aiosqlite:///{tmp_path}/clock.db", "directory", clock)
    async with database.transaction() as uow:
        for table in (REPORTS, holds, jobs, retention_runs):
            await uow.session.execute(CreateTable(table, include_foreign_key_constraints=[]))
    yield database
    await database.close()


async def forget(uow: UnitOfWork) -> bool:
    await uow.session.execute(delete(BarrierReport))
    return False


JOB = Job("forget", DAY, forget)


async def left_after_a_run(database: Database) -> int:
    """One row more is there, and the job is due."""
    async with database.transaction() as uow:
        await uow.session.execute(insert(REPORTS), made_up(REPORTS))
        await uow.session.execute(delete(jobs))
    with suppress(ClockDoubted):
        await Scheduler(database, [JOB]).run_if_due(JOB)
    async with database.reading() as session:
        return await session.scalar(select(func.count()).select_from(REPORTS)) or 0


async def test_a_clock_a_year_ahead_deletes_nothing_until_it_is_right_again(
    database: Database, clock: Machine
) -> None:
    assert await left_after_a_run(database) == 0
    clock.at += 365 * DAY
    assert await left_after_a_run(database) == 1
    clock.at += DAY
    assert await left_after_a_run(database) == 2, "that it was refused makes it no better"
    clock.at -= 365 * DAY
    assert await left_after_a_run(database) == 0


async def test_an_operator_confirms_a_clock_that_is_right(
    database: Database, clock: Machine
) -> None:
    await left_after_a_run(database)
    clock.at += FAR
    assert await left_after_a_run(database) == 0
    clock.at += FAR + DAY
    assert await left_after_a_run(database) == 1
    async with database.transaction() as uow:
        await confirm(uow)
    assert await left_after_a_run(database) == 0


async def test_a_job_put_off_by_a_wrong_clock_runs_when_it_is_right(
    database: Database, clock: Machine
) -> None:
    scheduler = Scheduler(database, [JOB])
    clock.at += 365 * DAY
    assert not await scheduler.run_if_due(JOB)
    clock.at -= 365 * DAY
    async with database.transaction() as uow:
        await uow.session.execute(insert(REPORTS), made_up(REPORTS))
    await scheduler.run_if_due(JOB)
    async with database.reading() as session:
        assert await session.scalar(select(func.count()).select_from(REPORTS)) == 0


async def test_the_console_says_why_nothing_is_deleted(database: Database, clock: Machine) -> None:
    await left_after_a_run(database)
    clock.at += 30 * DAY
    async with database.reading() as session:
        found = await session.run_sync(doubt_of, clock.now())
    assert found is not None
    assert "30 Tage" in doubted(found)


@pytest.mark.real
async def test_a_clock_that_is_not_that_of_postgresql_deletes_nothing(
    postgres: PostgresServer,
) -> None:
    postgres.create("clocks")
    machine = SystemClock()
    database = Database(postgres.url("clocks"), "directory", machine)
    async with database.reading() as session:
        for hours in (-2, 2):
            wrong = machine.now() + timedelta(hours=hours)
            found = await session.run_sync(doubt_of, wrong)
            assert found is not None
            assert found.database
    await database.close()
