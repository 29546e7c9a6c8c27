"""Work the clock asks for: each job runs once when due, though several instances are up."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from sqlalchemy import select, update

from shared.database.writes import Write, write_all
from shared.faults import describe
from shared.messaging.database import Database
from shared.messaging.tables import jobs as table
from shared.messaging.unit_of_work import UnitOfWork
from shared.retention.clock import ClockDoubted, doubt_of, is_watched, watch_clock
from shared.retention.counting import count_deleted, record
from shared.retention.sparing import HoldsUnread, know_holds, spare_held
from shared.telemetry import metrics

log = structlog.get_logger()

CHANNEL = "jobs"
NET_SECONDS = 60.0
"""Another instance may have changed a due time, and a machine may have slept."""
LOOK_SECONDS = 1.0
"""After a failure, and while another instance runs what is due."""
DOUBTED = timedelta(minutes=10)
"""After which a job that does not believe the clock is asked again."""
SLACK = timedelta(hours=1)
"""A job that is due later than its interval and this was put there by a clock that was wrong."""

_DUE = select(table.c.name, table.c.due_at)

JobFunction = Callable[[UnitOfWork], Awaitable[bool]]
"""Does a bounded piece of work in one transaction; returns whether more is waiting."""


@dataclass(frozen=True)
class Job:
    """A function and how often it is asked.

    Whatever it deletes leaves out who is held and is recorded, unless ``despite_holds`` says why
    it is no end of a period.
    """

    name: str
    every: timedelta
    run: JobFunction
    despite_holds: str = ""

    async def __call__(self, uow: UnitOfWork) -> bool:
        """Run in the transaction of ``uow``."""
        if self.despite_holds:
            return await self.run(uow)
        tally = count_deleted(uow)
        spare_held(uow)
        more = await self.run(uow)
        await record(uow, self.name, tally)
        return more

    def due_by(self, now: datetime, moment: datetime) -> bool:
        """Whether it is due now."""
        return moment <= now or moment > now + self.every + SLACK


class Jobs:
    """What one service, or one capability of it, does by the clock."""

    def __init__(self) -> None:
        self.all: list[Job] = []

    def every(
        self, interval: timedelta, *, despite_holds: str = ""
    ) -> Callable[[JobFunction], JobFunction]:
        """Run the decorated function at least ``interval`` apart, and at once while it has more."""

        def register(function: JobFunction) -> JobFunction:
            self._append(Job(function.__name__, interval, function, despite_holds))
            return function

        return register

    def include(self, other: "Jobs") -> None:
        """Take over the jobs of a capability."""
        for job in other.all:
            self._append(job)

    def _append(self, job: Job) -> None:
        if any(known.name == job.name for known in self.all):
            raise ValueError(f"two jobs of a service are called {job.name}")
        self.all.append(job)


async def bring_forward(uow: UnitOfWork, job: str) -> None:
    """Let a job run as soon as this transaction has committed, whenever it would be due."""
    mine = update(table).where(table.c.name == job, table.c.due_at > uow.now)
    await uow.session.execute(mine.values(due_at=uow.now))
    uow.notify(CHANNEL)


def yes() -> bool:
    """Where nobody tells of holds."""
    return True


class Scheduler:
    """Runs a service's jobs; the due time lies in the database and so survives a restart."""

    def __init__(
        self, database: Database, jobs: Sequence[Job], holds_known: Callable[[], bool] = yes
    ) -> None:
        """What asks for legal holds waits until they are known."""
        self._database = database
        self._holds_known = holds_known
        self._jobs = jobs
        self._doubting = False
        metrics.CLOCK_DOUBTED.labels(database.service).set(0)
        for job in jobs:
            metrics.JOB_RUNS.labels(database.service, job.name)
            metrics.JOB_FAILURES.labels(database.service, job.name)

    async def run(self) -> None:
        """Sleep until a job is due and run it, until cancelled."""
        while True:
            for job in await self._due():
                try:
                    while await self.run_if_due(job):
                        pass
                except HoldsUnread:
                    log.info("job.waits", job=job.name)
                except ClockDoubted:
                    await self._put_off(job)
                except Exception as error:
                    metrics.JOB_FAILURES.labels(self._database.service, job.name).inc()
                    log.warning("job.failed", job=job.name, error=describe(error))
            await self._database.notifier.wait(CHANNEL, await self._seconds_until_due())

    async def _due(self) -> list[Job]:
        """What is due by the table, or not in it; everything if the table cannot be read."""
        try:
            moments = await self._moments()
        except Exception as error:
            log.warning("jobs.unread", service=self._database.service, error=describe(error))
            return list(self._jobs)
        now = self._database.clock.now()
        return [job for job in self._jobs if job.due_by(now, moments.get(job.name, now))]

    async def _put_off(self, job: Job) -> None:
        """It deletes, and the clock cannot be believed."""
        log.warning("job.doubts-the-clock", job=job.name)
        self._tell_doubt(doubted=True)
        async with self._database.transaction() as uow:
            later = update(table).where(table.c.name == job.name).values(due_at=uow.now + DOUBTED)
            await uow.session.execute(later)

    async def _look_at_clock(self) -> None:
        """Whether it can be believed again."""
        now = self._database.clock.now()
        async with self._database.reading() as session:
            self._tell_doubt(doubted=bool(await session.run_sync(doubt_of, now)))

    def _tell_doubt(self, *, doubted: bool) -> None:
        self._doubting = doubted
        metrics.CLOCK_DOUBTED.labels(self._database.service).set(doubted)

    async def _seconds_until_due(self) -> float:
        try:
            moments = await self._moments()
        except Exception:
            return LOOK_SECONDS
        mine = [moments[job.name] for job in self._jobs if job.name in moments]
        if len(mine) < len(self._jobs):
            return LOOK_SECONDS
        seconds = (min(mine) - self._database.clock.now()).total_seconds() if mine else NET_SECONDS
        return min(max(seconds, LOOK_SECONDS), NET_SECONDS)

    async def _moments(self) -> dict[str, datetime]:
        """When each job is due."""
        if self._doubting:
            await self._look_at_clock()
        async with self._database.reading() as session:
            rows = (await session.execute(_DUE)).all()
        return {row.name: row.due_at for row in rows}

    async def run_if_due(self, job: Job) -> bool:
        """Run ``job`` once if it is due; returns whether it wants to go on at once."""
        async with self._database.transaction() as uow:
            row = {"name": job.name, "due_at": uow.now, "ran_at": None, "runs": 0}
            await write_all(uow.session, [Write(table, [row], "ignore")])
            late = uow.now + job.every + SLACK
            due = (table.c.due_at <= uow.now) | (table.c.due_at > late)
            mine = select(table.c.name).where(table.c.name == job.name, due)
            if not (await uow.session.execute(mine.with_for_update(skip_locked=True))).first():
                return False
            know_holds(uow, self._holds_known)
            if is_watched(self._database.clock):
                watch_clock(uow)
            more = await job(uow)
            await uow.session.execute(
                update(table)
                .where(table.c.name == job.name)
                .values(
                    due_at=uow.now if more else uow.now + job.every,
                    ran_at=uow.now,
                    runs=table.c.runs + 1,
                )
            )
        metrics.JOB_RUNS.labels(self._database.service, job.name).inc()
        return more
