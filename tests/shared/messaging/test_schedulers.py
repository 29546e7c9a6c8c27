"""Three instances look at the clock; what is due happens once, whoever of them lives or dies."""

import asyncio
from collections.abc import AsyncGenerator, Callable, Collection, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta
from uuid import UUID

import pytest

from shared.clock import MovableClock
from shared.database.writes import insert_rows
from shared.jobs.scheduler import CHANNEL, Job, JobFunction, Scheduler
from shared.messaging.unit_of_work import UnitOfWork
from tests.shared.messaging.carrier import until
from tests.shared.messaging.conftest import CountingDatabase
from tests.shared.messaging.probe import Answered, Probe, a_note, cause, notes

HOUR = timedelta(hours=1)
NAMES = [f"work-{n}" for n in range(4)]
Connect = Callable[[], CountingDatabase]


class Instance:
    """A process with a scheduler; its jobs note their number and announce that they did."""

    def __init__(self, database: CountingDatabase, takes: float = 0.0) -> None:
        self.begun = 0
        self._database = database
        self._takes = takes
        jobs = [Job(name, HOUR, self._job(number)) for number, name in enumerate(NAMES)]
        self._task = asyncio.create_task(Scheduler(database, jobs).run())

    async def looks(self) -> None:
        """Until it has once more asked what is due, done it, and asked when the next is."""
        for _ in range(2):  # it may be in the middle of that
            await self._asks_twice()

    async def _asks_twice(self) -> None:
        wanted = self._database.read + 2
        self._database.notifier.notify(CHANNEL)
        await until(lambda: self._database.read >= wanted)

    async def end(self) -> None:
        """As a process that is killed: a job at work is not finished."""
        self._task.cancel()
        await asyncio.wait({self._task})

    def _job(self, number: int) -> JobFunction:
        async def work(uow: UnitOfWork) -> bool:
            thing = UUID(int=number)
            await insert_rows(uow.session, notes, [a_note(thing, number, "job")])
            uow.announce(Answered(thing_id=thing), cause())
            self.begun += 1
            await asyncio.sleep(self._takes)
            return False

        return work


@asynccontextmanager
async def running(
    *databases: CountingDatabase, takes: float = 0.0
) -> AsyncGenerator[list[Instance]]:
    instances = [Instance(database, takes) for database in databases]
    try:
        yield instances
    finally:
        for instance in instances:
            await instance.end()


async def all_look(instances: Sequence[Instance]) -> None:
    for instance in instances:
        await instance.looks()


async def done(service: Probe) -> list[int]:
    return sorted(await service.noted())


async def until_done(service: Probe, numbers: Collection[int]) -> None:
    async with asyncio.timeout(15):
        while await done(service) != sorted(numbers):
            await asyncio.sleep(0.02)


@pytest.mark.parametrize("takes", [0.0, 0.2])
async def test_each_occurrence_is_run_once_though_three_instances_look(
    database: CountingDatabase,
    service: Probe,
    connect: Connect,
    clock: MovableClock,
    takes: float,
) -> None:
    async with running(database, connect(), connect(), takes=takes) as instances:
        for round_ in range(1, 3):
            await until_done(service, [*range(4)] * round_)
            await all_look(instances)
            assert await done(service) == sorted([*range(4)] * round_)
            clock.forward(HOUR)


async def test_what_an_instance_was_at_when_it_died_another_one_does(
    service: Probe, connect: Connect
) -> None:
    async with running(connect(), takes=1000) as [dying]:
        await until(lambda: dying.begun == 1)
    assert await done(service) == []
    async with running(connect(), connect()) as instances:
        await until_done(service, range(4))
        await all_look(instances)
    assert await done(service) == [*range(4)]


async def test_what_became_due_while_nobody_was_up_is_done_once_at_the_next_start(
    service: Probe, connect: Connect, clock: MovableClock
) -> None:
    async with running(connect(), connect(), connect()):
        await until_done(service, range(4))
    clock.forward(5 * HOUR)
    async with running(connect(), connect(), connect()) as instances:
        await until_done(service, [*range(4)] * 2)
        await all_look(instances)
    assert await done(service) == sorted([*range(4)] * 2)


async def test_a_restart_runs_nothing_before_its_time(
    service: Probe, connect: Connect, clock: MovableClock
) -> None:
    for _ in range(2):
        async with running(connect(), connect(), connect()) as instances:
            await until_done(service, range(4))
            await all_look(instances)
        assert await done(service) == [*range(4)]
        clock.forward(HOUR / 4)
