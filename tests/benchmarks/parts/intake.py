"""The intake of hires alone: requests that share transactions, and a transaction for each."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack, asynccontextmanager

from deploy.local.program import free_port
from tests.benchmarks.figures import Figure, ratios
from tests.benchmarks.parts.part import Bench
from tests.benchmarks.posting import START_SECONDS, Entrance
from tests.benchmarks.processes import BenchmarkProcess
from tests.benchmarks.service import COALESCED, ONE_BY_ONE
from tests.benchmarks.site import Site


async def run(bench: Bench) -> list[Figure]:
    speed: dict[str, list[float]] = {COALESCED: [], ONE_BY_ONE: []}
    async with AsyncExitStack() as stack:
        entrances = {
            kind: await stack.enter_async_context(_opened(bench.site, kind)) for kind in speed
        }
        for number in range(bench.slices):
            for kind, entrance in entrances.items():
                posted = await entrance.post(["--seconds", str(bench.seconds)])
                speed[kind].append(posted.per_second)
            shown = ", ".join(f"{kind} {each[-1]:.0f}" for kind, each in speed.items())
            bench.say(f"slice {number + 1}: hires/s {shown}")
    slices = ratios(speed[COALESCED], speed[ONE_BY_ONE])
    return [Figure("hire intake / one transaction per request", 2, 3, slices)]


@asynccontextmanager
async def _opened(site: Site, kind: str) -> AsyncGenerator[Entrance]:
    """A directory of its own that relays nothing, warmed up."""
    settings = (await site.installation()).settings["directory"]
    module, arguments = "tests.benchmarks.service", ("--intake", kind)
    process = BenchmarkProcess("directory", settings, free_port(), module, arguments)
    entrance = Entrance(process.port)
    await asyncio.to_thread(process.start)
    try:
        async with asyncio.timeout(START_SECONDS):
            while not await entrance.open():
                await asyncio.sleep(0.1)
        await entrance.post(["--at-most", "500"])
        yield entrance
    finally:
        await asyncio.to_thread(process.stop)
