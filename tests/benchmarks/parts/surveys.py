"""A survey of 6,000 people on PostgreSQL: invitations, sheets at once, the opening, the report."""

import asyncio
import os
from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack, asynccontextmanager
from threading import Event
from time import perf_counter

from tests.benchmarks.asked_city import WORKERS, AskedCity, open_city
from tests.benchmarks.figures import LOWER, Figure
from tests.benchmarks.load import Connection
from tests.benchmarks.parts.part import Bench
from tests.benchmarks.processes import own_memory
from tests.benchmarks.registering import connected
from tests.surveys.papers import WELL

PER_SECOND, SECONDS, BROWSERS, LOOK_SECONDS = 50, 30, 25, 0.05
MEGABYTE = 1024 * 1024


async def run(bench: Bench) -> list[Figure]:
    async with open_city(bench.site) as city:
        invited = await city.invite()
        bench.say(f"{WORKERS} invitations in {invited:.1f} s")
        times = await _hand_in(city)
        late = sorted(times)[int(len(times) * 0.99)] * 1000
        bench.say(f"{len(times)} sheets at {PER_SECOND} a second: p99 {late:.0f} ms")
        await city.fill(WELL)
        opened, more = await _open(city)
        bench.say(f"{WORKERS} slips opened in {opened:.1f} s with {more:.0f} MB more")
        report = [await city.report() for _ in range(bench.slices)]
    return [
        Figure(f"{WORKERS} invitations with links, s", 5.0, 2.5, [invited], LOWER),
        Figure(f"a sheet at {PER_SECOND} a second, p99 in ms", 300.0, 100.0, [late], LOWER),
        Figure(f"opening {WORKERS} slips, s", 10.0, 5.0, [opened], LOWER),
        Figure(f"memory for opening {WORKERS} slips, MB", 200.0, 100.0, [more], LOWER),
        Figure("report of a survey, s", 1.0, 0.25, report, LOWER),
    ]


async def _hand_in(city: AskedCity) -> list[float]:
    """Each at its time, however long others before it have to wait."""
    times: list[float] = []
    free: asyncio.Queue[Connection] = asyncio.Queue()
    async with _browsers(city, free):
        began = perf_counter()

        async def come(number: int) -> None:
            due = began + number / PER_SECOND
            await asyncio.sleep(due - perf_counter())
            connection = await free.get()
            assert await city.send(connection, WELL)
            free.put_nowait(connection)
            times.append(perf_counter() - due)

        await asyncio.gather(*(come(number) for number in range(PER_SECOND * SECONDS)))
    return times


@asynccontextmanager
async def _browsers(city: AskedCity, free: asyncio.Queue[Connection]) -> AsyncGenerator[None]:
    async with AsyncExitStack() as stack:
        for _ in range(BROWSERS):
            free.put_nowait(await stack.enter_async_context(connected(city.port)))
        yield


async def _open(city: AskedCity) -> tuple[float, float]:
    """Seconds, and megabytes beside what this process held before."""
    before, most, done = own_memory(os.getpid()), [0], Event()

    def look() -> None:
        while not done.wait(LOOK_SECONDS):
            most.append(own_memory(os.getpid()))

    looking = asyncio.create_task(asyncio.to_thread(look))
    try:
        took = await city.open()
    finally:
        done.set()
        await looking
    return took, max(0.0, (max(most) - before) / MEGABYTE)
