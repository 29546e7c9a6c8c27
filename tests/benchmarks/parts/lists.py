"""How long a page of a list of 5,000 rows takes, asked one after the other on both databases."""

from statistics import quantiles
from time import process_time

from tests.benchmarks.figures import LOWER, Figure
from tests.benchmarks.parts.part import Bench
from tests.directory.long_list import ROWS, long_list

ROUNDS = 10
"""Of all searches, in each slice."""
MUST_MS, AIM_MS = 50.0, 25.0


async def run(bench: Bench) -> list[Figure]:
    figures = []
    for name, url in (("SQLite", ""), ("PostgreSQL", await bench.site.database())):
        slices = []
        async with long_list(bench.site.folder / f"lists-{name}", url) as many:
            await many.milliseconds(2)
            for _ in range(bench.slices):
                slices.append(quantiles(await many.milliseconds(ROUNDS), n=20)[18])
                processor = quantiles(await many.milliseconds(ROUNDS, process_time), n=20)[18]
                bench.say(f"{name}: p95 {slices[-1]:.1f} ms, of our processor {processor:.1f} ms")
        title = f"page of {ROWS:,} organizations, p95 in ms, {name}"
        figures.append(Figure(title, MUST_MS, AIM_MS, slices, LOWER))
    return figures
