"""Memory of each of our processes after many events, beside what it was after a few."""

import time

from tests.benchmarks.figures import LOWER, Figure
from tests.benchmarks.parts.part import Bench
from tests.benchmarks.pipeline import OURS, open_pipelines

FEW, MANY = 10_000, 1_000_000
AT_MOST_SECONDS = 1200.0
AT_ONCE = 60_000
"""Events of one run."""


async def run(bench: Bench) -> list[Figure]:
    async with open_pipelines(bench.site, OURS) as pipelines:
        pipeline = pipelines[OURS]
        per_hire = pipeline.facts_per_hire
        await pipeline.run(600, at_most=FEW // per_hire)
        before, events = pipeline.memory(), FEW
        deadline = time.monotonic() + AT_MOST_SECONDS
        while MANY - events >= per_hire and time.monotonic() < deadline:
            some = min(AT_ONCE, MANY - events)
            events += (await pipeline.run(600, at_most=some // per_hire)).hires * per_hire
            now = pipeline.memory()
            growth = {name: now[name] / before[name] for name in now}
            shown = ", ".join(f"{name} {each:.2f}" for name, each in growth.items())
            bench.say(f"{events} events: {shown}")
    held = ", ".join(f"{name} {each / 2**20:.0f} MiB" for name, each in now.items())
    bench.notes.append(f"memory after {events} events: {held}")
    worst = max(growth, key=lambda name: growth[name])
    name = f"memory after {events:,} events / after {FEW:,} ({worst})"
    others = sorted((each for key, each in growth.items() if key != worst), reverse=True)
    bench.notes.append(f"memory, growth of the others: {' '.join(f'{e:.2f}' for e in others)}")
    return [Figure(name, 1.3, 1.1, [growth[worst]], LOWER)]
