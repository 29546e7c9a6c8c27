"""Whatever a job deletes is counted and recorded, once for each day, without a name."""

from collections.abc import AsyncGenerator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import delete, insert, select, update
from sqlalchemy.schema import CreateTable

from deploy.services import load
from services.directory.barriers.models import BarrierReport
from services.directory.consultations.models import ConsultationRow
from shared.clock import MovableClock, local_date
from shared.database.tables import table_of
from shared.jobs.scheduler import Job
from shared.messaging.database import Database
from shared.messaging.tables import holds, retention_runs
from shared.messaging.unit_of_work import UnitOfWork
from tests.shared.erasing.test_every_table import made_up

HOUR = timedelta(hours=1)
REPORTS, TALKS = table_of(BarrierReport), table_of(ConsultationRow)
NOW = datetime(2027, 3, 3, 10, tzinfo=UTC)


class Noon(MovableClock):
    """Stands still, so that a test has one day."""

    def now(self) -> datetime:
        return NOW + self._offset


@pytest.fixture
async def database(tmp_path: Path) -> AsyncGenerator[Database]:
    database = Database(f"sqlite+aiosqlite:///{tmp_path}/counted.db", "directory", Noon())
    load("directory")
    async with database.transaction() as uow:
        for table in (REPORTS, TALKS, holds, retention_runs):
            await uow.session.execute(CreateTable(table, include_foreign_key_constraints=[]))
    yield database
    await database.close()


async def run(database: Database, what: Any, **kept: Any) -> None:
    async def job(uow: UnitOfWork) -> bool:
        await uow.session.execute(what)
        return False

    async with database.transaction() as uow:
        await Job("tidy", HOUR, job, **kept)(uow)


async def add(database: Database, table: Any, count: int, **given: Any) -> None:
    async with database.transaction() as uow:
        for _ in range(count):
            await uow.session.execute(insert(table), made_up(table, **given))


async def recorded(database: Database) -> list[Any]:
    async with database.reading() as session:
        return list((await session.execute(select(retention_runs))).all())


OLD = REPORTS.c.settled_at < NOW - 90 * timedelta(1)
ALL = select(REPORTS.c.id)
STATEMENTS = {
    "by age": delete(REPORTS).where(OLD),
    "of a class": delete(BarrierReport).where(BarrierReport.id.in_(ALL.where(OLD))),
    "returning": delete(REPORTS).where(OLD).returning(REPORTS.c.id),
}


@pytest.mark.parametrize("how", STATEMENTS)
async def test_a_job_that_deletes_says_how_many_and_how_old(database: Database, how: str) -> None:
    for _ in range(2):
        await add(database, REPORTS, 3, settled_at=NOW - timedelta(days=100))
        await run(database, STATEMENTS[how])
    await run(database, STATEMENTS[how])
    [row] = await recorded(database)
    assert (row.rule, row.rows, row.day) == ("tidy: barrier_reports", 6, local_date(NOW))
    assert row.until == NOW - timedelta(days=90)
    assert row.finished_at is not None


async def test_what_is_emptied_is_counted_too(database: Database) -> None:
    await add(database, TALKS, 2, note="x", place="y")
    await run(database, update(ConsultationRow).values(note=""))
    [row] = await recorded(database)
    assert (row.rule, row.rows) == ("tidy: consultations.note", 2)


async def test_what_is_changed_or_worked_out_again_is_no_deletion(database: Database) -> None:
    await add(database, TALKS, 1)
    await add(database, REPORTS, 1)
    await run(database, update(ConsultationRow).values(note="something else"))
    await run(database, delete(REPORTS), despite_holds="because")
    assert await recorded(database) == []


async def test_a_run_that_fails_leaves_neither_rows_gone_nor_a_record(database: Database) -> None:
    await add(database, REPORTS, 1)

    async def job(uow: UnitOfWork) -> bool:
        await uow.session.execute(delete(REPORTS))
        return bool(1 // 0)

    with pytest.raises(ZeroDivisionError):
        async with database.transaction() as uow:
            await Job("tidy", HOUR, job)(uow)
    assert await recorded(database) == []


async def test_a_row_of_the_record_names_nobody(database: Database) -> None:
    somebody = uuid4()
    await add(database, REPORTS, 1, id=somebody)
    await run(database, delete(REPORTS).where(REPORTS.c.id == somebody))
    [row] = await recorded(database)
    assert str(somebody) not in str(row)
