"""Five processes from the hire to its last effect: ours, the minimum's, or the usual way's."""

import asyncio
import time
from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass

import asyncpg

from deploy.local.program import free_port
from deploy.services import NAMES
from tests.benchmarks.posting import START_SECONDS, Entrance, answers
from tests.benchmarks.processes import (
    BenchmarkProcess,
    cpu_seconds,
    cpu_seconds_with_children,
    memory_bytes,
)
from tests.benchmarks.rows import compared_tables
from tests.benchmarks.site import Installation, Site

OURS, FLOOR, USUAL = "ours", "minimum", "usual way"
MODULES = {
    OURS: "tests.benchmarks.service",
    FLOOR: "tests.benchmarks.floor",
    USUAL: "tests.benchmarks.usual",
}
DRAIN_SECONDS = 300.0
WARM_UP_HIRES = 64
QUIET_LOOKS, LOOK_SECONDS = 2, 1.5
"""Consumers of the usual way join one after the other, with seconds of nothing between."""


@dataclass(frozen=True)
class Run:
    """Hires posted, and how long it took until the last effect of the last one was committed."""

    hires: int
    seconds: float
    cpu_ms: dict[str, float]
    """Per hire, of each process."""

    @property
    def per_second(self) -> float:
        return self.hires / self.seconds


class Pipeline:
    """Between runs its processes can be stopped, so that others are measured undisturbed."""

    def __init__(self, kind: str, site: Site, installation: Installation) -> None:
        self.kind = kind
        self.installation = installation
        self._site = site
        self._processes = {
            name: BenchmarkProcess(
                name, installation.settings[name], free_port(), MODULES[kind], self._profile(name)
            )
            for name in NAMES
        }
        port = self._processes["directory"].port
        self._entrance = Entrance(port, asks_for_token=kind == OURS)
        self._databases: dict[str, asyncpg.Connection] = {}
        self._people = 0
        self.rows_per_hire: dict[str, float] = {}

    @property
    def facts_per_hire(self) -> int:
        """Events, as the dashboard counts them."""
        return round(self.rows_per_hire["dashboard.seen"])

    async def open(self) -> None:
        """Start everything, and post a few hires to see what they cost in rows."""
        for process in self._processes.values():
            await asyncio.to_thread(process.start)
        for name in NAMES:
            self._databases[name] = await asyncpg.connect(self.installation.dsn(name))
        await self._answering()
        before = await self._settled()
        await self._entrance.post(["--at-most", str(WARM_UP_HIRES)])
        after = await self._settled()
        self.rows_per_hire = {
            table: (count - before[table]) / WARM_UP_HIRES
            for table, count in after.items()
            if count != before[table]
        }
        self._people = after["notifications.people"]

    async def close(self) -> None:
        for connection in self._databases.values():
            connection.terminate()
        self.resume()
        stops = (asyncio.to_thread(process.stop) for process in self._processes.values())
        await asyncio.gather(*stops)

    def pause(self) -> None:
        for process in self._processes.values():
            process.pause()

    def resume(self) -> None:
        for process in self._processes.values():
            if process.running:
                process.resume()

    async def run(
        self, seconds: float, at_most: int = 0, rate: float = 0.0, connections: int = 64
    ) -> Run:
        """Load for so long, or of so many hires, and wait for every effect."""
        before, last = self._cpu(), await self.last_position()
        options = ["--seconds", str(seconds), "--connections", str(connections)]
        options += ["--rate", str(rate)] + (["--at-most", str(at_most)] if at_most else [])
        began = time.perf_counter()
        posted = await self._entrance.post(options)
        await self._drained(posted.hires, last)
        took, hires = time.perf_counter() - began, posted.hires
        cpu = {name: (used - before[name]) / hires * 1000 for name, used in self._cpu().items()}
        return Run(hires, took, cpu)

    async def last_position(self) -> int:
        """Of the newest event on the dashboard."""
        query = "SELECT coalesce(max(position), 0) FROM seen"
        return int(await self._databases["dashboard"].fetchval(query))

    def memory(self) -> dict[str, int]:
        """Bytes held by each process."""
        return {name: memory_bytes(process.pid) for name, process in self._processes.items()}

    def _profile(self, name: str) -> Sequence[str]:
        if self.kind != OURS or self._site.profiles is None:
            return ()
        return "--profile", str(self._site.profiles / f"{name}.profile")

    async def _drained(self, hires: int, last: int) -> None:
        """Every fact is on the dashboard, so its cause is committed, and so is every copy."""
        self._people += hires
        facts = hires * self.facts_per_hire
        await self._until("dashboard", "SELECT count(*) FROM seen WHERE position > $1", facts, last)
        for name in ("trainings", "notifications"):
            await self._until(name, "SELECT count(*) FROM people", self._people)

    async def _until(self, name: str, count: str, wanted: int, *given: int) -> None:
        found, deadline = -1, time.monotonic() + DRAIN_SECONDS
        while found < wanted:
            asked = time.monotonic()
            found = await self._databases[name].fetchval(count, *given)
            answered = time.monotonic()
            if time.monotonic() > deadline or not self._all_run():
                logs = self.installation.settings[name].data
                raise RuntimeError(f"{self.kind}, {name}: {found} of {wanted} rows; see {logs}")
            await asyncio.sleep(max(0.03, 9 * (answered - asked)))

    async def _settled(self) -> dict[str, int]:
        """Rows in each table, once they do not change any more and every copy is made."""
        before, quiet = await self._rows(), 0
        deadline = time.monotonic() + DRAIN_SECONDS
        while quiet < QUIET_LOOKS:
            if time.monotonic() > deadline:
                raise RuntimeError(f"{self.kind} does not settle; see {self._site.folder}")
            await asyncio.sleep(LOOK_SECONDS)
            now = await self._rows()
            quiet = quiet + 1 if now == before and _copied(now) else 0
            before = now
        return before

    async def _rows(self) -> dict[str, int]:
        return {
            f"{name}.{table}": await self._databases[name].fetchval(f"SELECT count(*) FROM {table}")
            for name in NAMES
            for table in compared_tables(name)
        }

    def _cpu(self) -> dict[str, float]:
        used = {name: cpu_seconds(process.pid) for name, process in self._processes.items()}
        assert self._site.postgres.pid
        assert self._site.kafka.pid
        used["PostgreSQL"] = cpu_seconds_with_children(self._site.postgres.pid)
        used["Kafka"] = cpu_seconds(self._site.kafka.pid)
        return used

    def _all_run(self) -> bool:
        return all(process.running for process in self._processes.values())

    async def _answering(self) -> None:
        """The others of the minimum and of the usual way have no HTTP; a warm-up waits for them."""
        names = NAMES if self.kind == OURS else ("directory",)
        async with asyncio.timeout(START_SECONDS):
            for name in names:
                path = f"{name}/{'readiness' if self.kind == OURS else 'api/v1/hires'}"
                while not await answers(self._processes[name].port, path):
                    if not self._all_run():
                        raise RuntimeError(f"{self.kind}: see {self._site.folder}")
                    await asyncio.sleep(0.1)


def _copied(rows: Mapping[str, int]) -> bool:
    copies = {rows[f"{name}.people"] for name in ("directory", "trainings", "notifications")}
    return len(copies) == 1


@asynccontextmanager
async def open_pipelines(site: Site, *kinds: str) -> AsyncGenerator[dict[str, Pipeline]]:
    """Each on an installation of its own; of several all are paused until they are resumed."""
    async with AsyncExitStack() as stack:
        pipelines: dict[str, Pipeline] = {}
        for kind in kinds:
            pipeline = pipelines[kind] = Pipeline(kind, site, await site.installation())
            stack.push_async_callback(pipeline.close)
            await pipeline.open()
            if len(kinds) > 1:
                pipeline.pause()
        yield pipelines
