"""What an installation costs while nobody asks anything of it, and how fast it wakes up."""

import asyncio
import shutil
from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from httpx2 import AsyncClient, Cookies

from deploy.local.process import ServiceProcess
from deploy.local.program import free_port
from deploy.services import NAMES
from tests.benchmarks.figures import LOWER, Figure
from tests.benchmarks.parts.part import Bench
from tests.benchmarks.posting import START_SECONDS, answers
from tests.benchmarks.processes import (
    cpu_seconds,
    cpu_seconds_with_children,
    own_memory,
    own_memory_with_children,
)
from tests.benchmarks.site import Site
from tests.benchmarks.story_times import PATIENCE_SECONDS, Carrier, welcomes
from tests.demonstration import STORY_ENDS, Demonstration
from tests.signing_in import enter_as_operator

REST_SECONDS = 60.0
CALM_SECONDS = 15.0
"""What the start leaves to be done, such as joining groups and compiling templates."""
WARM_UP_HIRES = 20


@dataclass
class Form:
    """An installation, where its services are reached, and which processes are ours."""

    name: str
    pids: Sequence[int]
    directory: str
    dashboard: str
    cookies: Cookies = field(default_factory=Cookies)
    percent: list[float] = field(default_factory=list)
    wake_ms: list[float] = field(default_factory=list)

    def cpu_seconds(self) -> float:
        return sum(cpu_seconds(pid) for pid in self.pids)

    def memory(self) -> int:
        return sum(own_memory(pid) for pid in self.pids)

    async def enter(self) -> None:
        """Sign in once: the first hire after a silence is to meet services that slept."""
        async with (
            AsyncClient(base_url=self.directory, timeout=30) as front,
            AsyncClient(base_url=self.dashboard, timeout=30) as events,
        ):
            await enter_as_operator(front, events)
            self.cookies.update(events.cookies)

    async def milliseconds(self, hires: int = 1) -> list[float]:
        """From each answered hire to its welcome, sent."""
        async with (
            AsyncClient(base_url=self.directory, timeout=30) as front,
            AsyncClient(base_url=self.dashboard, timeout=30) as events,
            asyncio.timeout(PATIENCE_SECONDS),
        ):
            events.cookies.update(self.cookies)
            carrier = Carrier(front)
            await carrier.post(hires, rate=20)
            sent: dict[str, float] = {}
            while not carrier.answered.keys() <= sent.keys():
                await asyncio.sleep(0.5)
                sent = await welcomes(events)
        return [(sent[worker] - at) * 1000 for worker, at in carrier.answered.items()]


async def run(bench: Bench) -> list[Figure]:
    async with AsyncExitStack() as stack:
        forms = [
            await stack.enter_async_context(_embedded(bench.site.folder)),
            await stack.enter_async_context(_real(bench.site)),
        ]
        for form in forms:
            await form.enter()
            await form.milliseconds(WARM_UP_HIRES)
        for number in range(bench.slices):
            await asyncio.sleep(CALM_SECONDS)
            await _rest(forms)
            shown = ", ".join(
                f"{form.name} {form.percent[-1]:.2f} %, then {form.wake_ms[-1]:.0f} ms"
                for form in forms
            )
            bench.say(f"slice {number + 1}: {shown}")
        bench.notes += [_note(form) for form in forms]
        bench.notes.append(_servers(bench.site))
    return [
        Figure(f"CPU at rest, percent of a core ({form.name})", 1, 0.5, form.percent, LOWER)
        for form in forms
    ]


async def _rest(forms: Sequence[Form]) -> None:
    """All of them in the same minute; then the first hire after it."""
    before = [form.cpu_seconds() for form in forms]
    await asyncio.sleep(REST_SECONDS)
    for form, used in zip(forms, before, strict=True):
        form.percent.append((form.cpu_seconds() - used) / REST_SECONDS * 100)
    for form in forms:
        form.wake_ms += await form.milliseconds()


def _note(form: Form) -> str:
    return (
        f"{form.name} at rest: {form.memory() / 2**20:.0f} MiB; first hire after a minute"
        f" of silence to its welcome: {median(form.wake_ms):.0f} ms"
    )


def _servers(site: Site) -> str:
    assert site.kafka.pid is not None
    assert site.postgres.pid is not None
    kafka, postgres = own_memory(site.kafka.pid), own_memory_with_children(site.postgres.pid)
    return (
        f"beside it, in all: Kafka {kafka / 2**20:.0f} MiB, {cpu_seconds(site.kafka.pid):.0f} s;"
        f" PostgreSQL {postgres / 2**20:.0f} MiB,"
        f" {cpu_seconds_with_children(site.postgres.pid):.0f} s"
    )


@asynccontextmanager
async def _embedded(folder: Path) -> AsyncGenerator[Form]:
    """``make run``, once its story is told."""
    demonstration = Demonstration(folder / "embedded")
    try:
        await asyncio.to_thread(demonstration.start)
        await asyncio.to_thread(demonstration.wait_for, STORY_ENDS, START_SECONDS)
        base = demonstration.base
        yield Form("embedded", [demonstration.pid], base, base)
    finally:
        demonstration.interrupt()
        await asyncio.to_thread(demonstration.exit_code)
    shutil.rmtree(folder / "embedded", ignore_errors=True)


@asynccontextmanager
async def _real(site: Site) -> AsyncGenerator[Form]:
    """Five services as they are deployed."""
    settings = (await site.installation()).settings
    processes = {name: ServiceProcess(name, settings[name], free_port()) for name in NAMES}
    try:
        for process in processes.values():
            await asyncio.to_thread(process.start)
        await _ready(processes)
        yield Form(
            "real",
            [process.pid for process in processes.values()],
            f"http://127.0.0.1:{processes['directory'].port}",
            f"http://127.0.0.1:{processes['dashboard'].port}",
        )
    finally:
        await asyncio.gather(*(asyncio.to_thread(each.stop) for each in processes.values()))


async def _ready(processes: Mapping[str, ServiceProcess]) -> None:
    async with asyncio.timeout(START_SECONDS):
        for process in processes.values():
            while not await answers(process.monitoring_port, "health/ready"):
                await asyncio.sleep(0.1)
