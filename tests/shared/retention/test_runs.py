"""Runs in both forms: once a day, in batches, never during a hold, and with a proof."""

import asyncio
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, insert, select, text, update
from sqlalchemy.dialects import postgresql, sqlite

from services.notifications.app import service
from services.notifications.dispatches.models import dispatches
from shared.clock import local_date
from shared.jobs.scheduler import Scheduler
from shared.messaging.database import Database
from shared.messaging.tables import holds, parked_history, retention_periods, retention_runs
from shared.messaging.tables import jobs as table_of_jobs
from shared.privacy.declared import Deletion
from shared.retention.holds import Hold
from shared.retention.rules import rules_of
from shared.retention.runs import batch, retention_jobs, run_batch
from tests.conftest import OpenHouse
from tests.house import BERGKAMEN, House
from tests.kept_periods import keep_periods

KAMEN = "05978020"
DAY = timedelta(days=1)
RULES = rules_of(service.tables)
RULE = next(each for each in RULES if each.table is dispatches)


@pytest.fixture
async def house(open_either_house: OpenHouse) -> House:
    return await open_either_house("notifications")


@pytest.fixture
async def database(house: House) -> Database:
    return house.context("notifications").database


def sent(at: datetime, person_id: UUID | None = None, tenant: str = BERGKAMEN) -> dict[str, Any]:
    said = {"address": "a@example.org", "kind": "x", "introduces": False, "reply": ""}
    return {
        **said,
        "mail_id": uuid4(),
        "tenant": tenant,
        "person_id": person_id or uuid4(),
        "outcome": "sent",
        "message_ids": [],
        "sent_at": at,
    }


async def add(database: Database, rows: Sequence[dict[str, Any]]) -> None:
    async with database.transaction() as uow:
        await uow.session.execute(insert(dispatches), rows)


async def left(database: Database) -> int:
    async with database.reading() as session:
        found = await session.scalar(select(func.count()).select_from(dispatches))
    return found or 0


async def runs(database: Database) -> list[Any]:
    mine = select(retention_runs).where(retention_runs.c.rule == RULE.key)
    async with database.reading() as session:
        return list((await session.execute(mine.order_by(retention_runs.c.day))).all())


async def test_a_hold_in_the_middle_keeps_its_rows_until_it_is_over(
    house: House, database: Database
) -> None:
    now, somebody = house.clock.now(), uuid4()
    old = now - 100 * DAY
    await add(database, [sent(old), sent(old, somebody), sent(old, tenant=KAMEN), sent(now)])
    today = local_date(now)
    given = {"version": 1, "ids": [], "last_day": today}
    async with database.transaction() as uow:
        whole = {**given, "hold_id": uuid4(), "tenant": KAMEN}
        person = {**given, "hold_id": uuid4(), "tenant": BERGKAMEN, "ids": [str(somebody)]}
        await uow.session.execute(insert(holds), [whole, person])
    await keep_periods(database)
    assert await left(database) == 3
    house.clock.forward(DAY)
    await keep_periods(database)
    assert await left(database) == 1
    first, second = await runs(database)
    assert (first.rows, first.holds, second.rows, second.holds) == (1, 2, 2, 0)
    assert local_date(first.until) == today - 90 * DAY
    async with database.reading() as session:
        assert (await session.execute(select(holds))).all() == []


async def test_each_town_keeps_rows_by_its_own_period_and_a_run_says_by_which(
    house: House, database: Database
) -> None:
    now, towns = house.clock.now(), (BERGKAMEN, KAMEN)
    rows = [sent(now - days * DAY, tenant=each) for days in (20, 50, 80, 100) for each in towns]
    await add(database, rows)
    key = Deletion.NINETY_DAYS.key
    choice = {"version": 1, "tenant": BERGKAMEN, "deletion": key, "days": 60}
    async with database.transaction() as uow:
        await uow.session.execute(insert(retention_periods), [{**choice, "choice_id": uuid4()}])
    await keep_periods(database, 1)
    assert await left(database) == 5
    assert {(run.days, run.rows) for run in await runs(database)} == {(60, 2), (90, 1)}
    later = {**choice, "choice_id": uuid4(), "tenant": KAMEN, "days": 30}
    async with database.transaction() as uow:
        await uow.session.execute(insert(retention_periods), [later])
    await keep_periods(database)
    assert await left(database) == 3, "another period has a run of its own on the same day"


async def test_batches_are_counted_while_others_write_and_one_is_killed(
    house: House, database: Database
) -> None:
    now = house.clock.now()
    await add(database, [sent(now - 100 * DAY) for _ in range(25)])
    for number in range(4):
        if number == 2:
            with pytest.raises(InterruptedError):
                async with database.transaction() as uow:
                    await run_batch(uow, [RULE], 10)
                    raise InterruptedError
        async with database.transaction() as uow:
            assert await run_batch(uow, [RULE], 10) is (number < 3)
        await add(database, [sent(now)])
    [run] = await runs(database)
    assert (run.rows, run.finished_at is not None) == (25, True)
    await add(database, [sent(now - 100 * DAY)])
    await keep_periods(database)
    assert await left(database) == 5, "what comes after the run of today waits for tomorrow"


async def test_two_processes_run_each_rule_once(house: House, database: Database) -> None:
    await add(database, [sent(house.clock.now() - 100 * DAY) for _ in range(30)])
    [job] = retention_jobs(service.tables).all
    async with database.transaction() as uow:
        await uow.session.execute(
            update(table_of_jobs).where(table_of_jobs.c.name == job.name).values(due_at=uow.now)
        )

    async def work() -> None:
        for _ in range(len(RULES) + 1):
            await Scheduler(database, [job]).run_if_due(job)

    await asyncio.gather(work(), work())
    [run] = await runs(database)
    assert (run.rows, await left(database)) == (30, 0)


async def test_what_was_edited_is_emptied_and_who_did_it_stays(
    house: House, database: Database
) -> None:
    did = {"parked_position": 1, "action": "edit", "reason": "x", "actor": "x", "value": b"x"}
    now = house.clock.now()
    async with database.transaction() as uow:
        rows = [{**did, "at": now - 32 * DAY}, {**did, "at": now}]
        await uow.session.execute(insert(parked_history), rows)
    await keep_periods(database)
    async with database.reading() as session:
        kept = (await session.scalars(select(parked_history.c.value))).all()
    assert sorted(each or b"" for each in kept) == [b"", b"x"]


async def test_old_rows_are_found_by_an_index(database: Database) -> None:
    async with database.transaction() as uow:
        is_sqlite = uow.session.get_bind().dialect.name == "sqlite"
        dialect = sqlite.dialect() if is_sqlite else postgresql.dialect()  # type: ignore[no-untyped-call]
        for found in ([], [Hold(KAMEN), Hold(BERGKAMEN, (uuid4(),))]):
            asked = batch(RULE, date(2031, 1, 1), found, sqlite=is_sqlite)
            said = asked.compile(dialect=dialect, compile_kwargs={"literal_binds": True})
            if not is_sqlite:
                await uow.session.execute(text("SET LOCAL enable_seqscan = off"))
            explain = "EXPLAIN QUERY PLAN " if is_sqlite else "EXPLAIN "
            plan = (await uow.session.execute(text(explain + str(said).replace(":", r"\:")))).all()
            assert "dispatches_age" in str(plan)
            assert "SCAN dispatches" not in str(plan)
            assert "Seq Scan" not in str(plan)
