"""Measures what only the database and the bus know: outbox, parked messages, jobs, reachability."""

import asyncio
from collections.abc import Awaitable, Callable, Collection
from datetime import datetime

import structlog
from sqlalchemy import func, literal, select
from sqlalchemy.ext.asyncio import AsyncSession

from shared.faults import describe
from shared.messaging.bus.bus import Bus
from shared.messaging.database import Database
from shared.messaging.parking.parking import FAILED, RELEASED, WAITING
from shared.messaging.tables import audit_checks, jobs, outbox, parked
from shared.telemetry import metrics
from shared.telemetry.measures import measures

log = structlog.get_logger()

SELDOM_SECONDS = 60.0
ANSWER_SECONDS = 3.0
COUNTED_AT_MOST = 100_000

_WAITING = select(literal(1)).select_from(outbox).limit(COUNTED_AT_MOST).subquery()
_STATE = select(
    select(func.count()).select_from(_WAITING).scalar_subquery(),
    select(outbox.c.time).order_by(outbox.c.position).limit(1).scalar_subquery(),
    select(func.count()).where(audit_checks.c.broken_at.is_not(None)).scalar_subquery(),
)
_PARKED = select(parked.c.state, func.count()).group_by(parked.c.state)
_JOBS = select(jobs.c.name, jobs.c.ran_at, jobs.c.due_at)


class Gauges:
    """One service's; every instance measures, and all of them see the same."""

    def __init__(self, database: Database, bus: Bus, job_names: Collection[str]) -> None:
        self._database = database
        self._bus = bus
        self._jobs = frozenset(job_names)
        self._service = database.service
        self._away: set[str] = set()
        metrics.SERVICE.labels(self._service).set(1)

    async def run(self) -> None:
        """When somebody reads them and once a minute, until cancelled."""
        with measures.include(self.sample):
            while True:
                await self.sample()
                await asyncio.sleep(SELDOM_SECONDS)

    async def sample(self) -> None:
        """Look once; what cannot be looked at keeps its last value and counts as unreachable."""
        await asyncio.gather(self._ask("database", self._look), self._ask("bus", self._bus.check))

    async def _ask(self, part: str, ask: Callable[[], Awaitable[None]]) -> None:
        try:
            async with asyncio.timeout(ANSWER_SECONDS):
                await ask()
        except Exception as error:
            if part not in self._away:
                log.warning("part.away", service=self._service, part=part, error=describe(error))
            self._away.add(part)
        else:
            self._away.discard(part)
        metrics.REACHABLE.labels(self._service, part).set(part not in self._away)

    async def _look(self) -> None:
        now = self._database.clock.now()
        async with self._database.reading() as session:
            await self._look_at_state(session, now)
            await self._look_at_parked(session)
            await self._look_at_jobs(session, now)

    async def _look_at_state(self, session: AsyncSession, now: datetime) -> None:
        depth, oldest, broken = (await session.execute(_STATE)).one()
        metrics.AUDIT_BROKEN.labels(self._service).set(broken)
        metrics.OUTBOX_DEPTH.labels(self._service).set(depth)
        metrics.OUTBOX_AGE.labels(self._service).set(_seconds(now, oldest))

    async def _look_at_parked(self, session: AsyncSession) -> None:
        found = {row[0]: row[1] for row in await session.execute(_PARKED)}
        for state in (FAILED, WAITING, RELEASED):
            metrics.PARKED_NOW.labels(self._service, state).set(found.get(state, 0))

    async def _look_at_jobs(self, session: AsyncSession, now: datetime) -> None:
        for name, ran_at, due_at in await session.execute(_JOBS):
            if name in self._jobs:
                metrics.JOB_OVERDUE.labels(self._service, name).set(_seconds(now, due_at))
                if ran_at is not None:
                    metrics.JOB_AGE.labels(self._service, name).set(_seconds(now, ran_at))


def _seconds(now: datetime, since: datetime | None) -> float:
    return max(0.0, (now - since).total_seconds()) if since is not None else 0.0
