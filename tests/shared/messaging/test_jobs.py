"""A job runs when it is due, once, however many instances look at the clock."""

import asyncio
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select

from shared.clock import MovableClock
from shared.jobs.scheduler import Job, Jobs, Scheduler
from shared.messaging import tables
from shared.messaging.unit_of_work import UnitOfWork
from tests.shared.messaging.conftest import CountingDatabase

HOUR = timedelta(hours=1)


class Work:
    """Counts its runs; wants to go on while ``deliveries`` are left; fails while told to."""

    def __init__(self, deliveries: int = 1, failures: int = 0, takes: float = 0) -> None:
        self.runs, self.deliveries, self.failures, self.takes = 0, deliveries, failures, takes

    async def __call__(self, uow: UnitOfWork) -> bool:
        await asyncio.sleep(self.takes)
        if self.failures:
            self.failures -= 1
            raise LookupError
        self.runs += 1
        self.deliveries -= 1
        return self.deliveries > 0

    @property
    def job(self) -> Job:
        return Job("work", HOUR, self)


async def runs(database: CountingDatabase) -> int:
    async with database.reading() as session:
        return int((await session.execute(select(tables.jobs.c.runs))).scalar_one())


async def test_a_job_runs_once_until_it_is_due_again(
    database: CountingDatabase, clock: MovableClock
) -> None:
    work = Work()
    scheduler = Scheduler(database, [work.job])
    await scheduler.run_if_due(work.job)
    await scheduler.run_if_due(work.job)
    assert work.runs == 1
    clock.forward(HOUR)
    await scheduler.run_if_due(work.job)
    assert work.runs == 2


async def test_two_schedulers_run_a_due_job_once(
    database: CountingDatabase, connect: Callable[[], CountingDatabase], clock: MovableClock
) -> None:
    work = Work(takes=0.1)
    instances = [Scheduler(each, [work.job]) for each in (database, connect(), connect())]
    for round_ in range(1, 4):
        await asyncio.gather(*(instance.run_if_due(work.job) for instance in instances))
        assert work.runs == round_ == await runs(database)
        clock.forward(HOUR)


async def test_the_due_time_survives_a_restart(
    database: CountingDatabase, connect: Callable[[], CountingDatabase], clock: MovableClock
) -> None:
    work = Work()
    await Scheduler(database, [work.job]).run_if_due(work.job)
    clock.forward(HOUR / 2)
    await Scheduler(connect(), [work.job]).run_if_due(work.job)
    assert work.runs == 1
    clock.forward(HOUR / 2)
    await Scheduler(connect(), [work.job]).run_if_due(work.job)
    assert work.runs == 2


async def test_a_job_that_has_more_goes_on_at_once_in_transactions_of_its_own(
    database: CountingDatabase,
) -> None:
    work = Work(deliveries=3)
    scheduler = Scheduler(database, [work.job])
    assert [await scheduler.run_if_due(work.job) for _ in range(4)] == [True, True, False, False]
    assert work.runs == 3


async def test_a_job_that_failed_is_still_due(database: CountingDatabase) -> None:
    work = Work(failures=1)
    scheduler = Scheduler(database, [work.job])
    with pytest.raises(LookupError):
        await scheduler.run_if_due(work.job)
    await scheduler.run_if_due(work.job)
    assert work.runs == 1


async def test_a_failing_job_holds_up_no_other(database: CountingDatabase) -> None:
    failing, fine = Work(failures=10**6), Work()
    jobs = [Job("failing", HOUR, failing), Job("fine", HOUR, fine)]
    running = asyncio.create_task(Scheduler(database, jobs).run())
    async with asyncio.timeout(10):
        while not fine.runs:
            await asyncio.sleep(0.01)
    running.cancel()
    await asyncio.wait({running})
    assert failing.runs == 0


async def test_a_job_works_in_the_transaction_that_marks_it_done(
    database: CountingDatabase,
) -> None:
    times = []

    async def look(uow: UnitOfWork) -> bool:
        times.append(uow.now)
        return False

    await Scheduler(database, []).run_if_due(Job("look", HOUR, look))
    async with database.reading() as session:
        [row] = (await session.execute(select(tables.jobs))).all()
    assert [row.ran_at, row.due_at - HOUR] == [times[0], times[0]]


def test_two_jobs_of_one_name_are_refused() -> None:
    jobs = Jobs()

    async def tidy(uow: UnitOfWork) -> bool:
        return False

    jobs.every(HOUR)(tidy)
    with pytest.raises(ValueError, match="tidy"):
        jobs.every(HOUR)(tidy)
    other = Jobs()
    other.every(HOUR)(tidy)
    with pytest.raises(ValueError, match="tidy"):
        jobs.include(other)
