"""No statement of a job takes what a hold keeps, whichever table it is of."""

from collections.abc import AsyncGenerator
from datetime import date, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.dialects.sqlite import insert as insert_missing
from sqlalchemy.schema import CreateTable

from deploy.services import NAMES, load
from services.directory.barriers.models import BarrierReport
from shared.clock import SystemClock
from shared.database.tables import table_of
from shared.erasing.rows import People, places
from shared.jobs.scheduler import Job, Scheduler
from shared.messaging.database import Database
from shared.messaging.tables import holds, jobs, retention_runs
from shared.messaging.unit_of_work import UnitOfWork
from shared.retention.sparing import DeletedUnasked, HoldsUnread, is_concerned, spare_held
from tests.house import BERGKAMEN
from tests.shared.erasing.test_every_table import made_up, rows_for

KAMEN = "05978020"
EACH_FOURTH = 4
"""Of the tables: each is asked in the same way."""
HOUR = timedelta(hours=1)
HOLD = {"tenant": BERGKAMEN, "version": 1, "last_day": date.max}


@pytest.fixture
async def database(tmp_path: Path) -> AsyncGenerator[Database]:
    """Empty."""
    database = Database(f"sqlite+aiosqlite:///{tmp_path}/held.db", "directory", SystemClock())
    yield database
    await database.close()


@pytest.mark.parametrize("service", NAMES)
async def test_a_person_who_is_held_keeps_their_rows_until_the_hold_is_over(
    database: Database, service: str
) -> None:
    tables = load(service).tables
    one, other = (People((uuid4(),), (uuid4(),)) for _ in range(2))
    found = [each for each in places(tables) if is_concerned(each.table)][::EACH_FOURTH]
    needed = {table for each in found for table in (each.table, *each.through, holds)}
    async with database.transaction() as uow:
        for table in needed | set(tables.tables.values()):
            await uow.session.execute(CreateTable(table, include_foreign_key_constraints=[]))
        for place in sorted(found, key=lambda each: -len(each.through)):
            for people in (one, other):
                for table, row in rows_for(place, people):
                    await uow.session.execute(insert_missing(table).on_conflict_do_nothing(), row)
        row = {"hold_id": uuid4(), "ids": [str(each) for each in one.ids], **HOLD}
        await uow.session.execute(insert(holds), row)
    async with database.transaction() as uow:
        spare_held(uow)
        for place in found:
            theirs = {each: place.of(each, sqlite=True) for each in (one, other)}
            count = select(func.count()).select_from(place.table)
            await uow.session.execute(delete(place.table).where(theirs[one] | theirs[other]))
            assert await uow.session.scalar(count.where(theirs[one])), place
            if not place.through:
                assert not await uow.session.scalar(count.where(theirs[other])), place
    async with database.transaction() as uow:
        spare_held(uow)
        await uow.session.execute(update(holds).values(last_day=date.min))
        for table in {each.table for each in found}:
            await uow.session.execute(delete(table))
            assert not await uow.session.scalar(select(func.count()).select_from(table)), table


async def test_a_municipality_that_is_held_keeps_its_rows_and_no_others(
    database: Database,
) -> None:
    reports = table_of(BarrierReport)
    async with database.transaction() as uow:
        for table in (reports, holds, retention_runs):
            await uow.session.execute(CreateTable(table, include_foreign_key_constraints=[]))
        await uow.session.execute(insert(holds), {"hold_id": uuid4(), "ids": [], **HOLD})
        for tenant in (BERGKAMEN, KAMEN):
            await uow.session.execute(insert(reports), made_up(reports, tenant=tenant))

    async def forget(uow: UnitOfWork) -> bool:
        await uow.session.execute(delete(BarrierReport))
        return False

    for despite, left in (("", {BERGKAMEN}), ("because", set[str]())):
        async with database.transaction() as uow:
            await Job("forget", HOUR, forget, despite)(uow)
            assert set(await uow.session.scalars(select(reports.c.tenant))) == left


async def test_nothing_is_deleted_before_the_holds_are_read(database: Database) -> None:
    reports = table_of(BarrierReport)
    async with database.transaction() as uow:
        for table in (reports, holds, jobs, retention_runs):
            await uow.session.execute(CreateTable(table, include_foreign_key_constraints=[]))
        await uow.session.execute(insert(reports), made_up(reports))

    async def forget(uow: UnitOfWork) -> bool:
        await uow.session.execute(delete(BarrierReport))
        return False

    job, read = Job("forget", HOUR, forget), list[str]()
    scheduler = Scheduler(database, [job], lambda: bool(read))
    with pytest.raises(HoldsUnread):
        await scheduler.run_if_due(job)
    async with database.reading() as session:
        assert await session.scalar(select(func.count()).select_from(reports)) == 1
    read.append("directory.legal-holds")
    await scheduler.run_if_due(job)
    async with database.reading() as session:
        assert await session.scalar(select(func.count()).select_from(reports)) == 0


async def test_a_job_cannot_delete_an_object_past_the_question(database: Database) -> None:
    reports = table_of(BarrierReport)
    async with database.transaction() as uow:
        await uow.session.execute(CreateTable(reports, include_foreign_key_constraints=[]))
        await uow.session.execute(insert(reports), made_up(reports))
    with pytest.raises(DeletedUnasked):
        async with database.transaction() as uow:
            spare_held(uow)
            [row] = await uow.session.scalars(select(BarrierReport))
            await uow.session.delete(row)
            await uow.session.flush()
