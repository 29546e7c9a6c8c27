"""How long a search in the header takes among 100,000 people, on both databases."""

from statistics import quantiles
from time import process_time

from tests.benchmarks.figures import LOWER, Figure
from tests.benchmarks.parts.part import Bench
from tests.directory.many_people import many_people

CITY, TOWNS, EACH = 5000, 395, 241
"""People in a large city, and in each of the other municipalities of the state."""
ROUNDS = 10
MUST_MS, AIM_MS = 25.0, 15.0


async def run(bench: Bench) -> list[Figure]:
    figures = []
    for name, url in (("SQLite", ""), ("PostgreSQL", await bench.site.database())):
        slices = []
        folder = bench.site.folder / f"search-{name}"
        async with many_people(folder, url, city=CITY, towns=TOWNS, each=EACH) as many:
            await many.milliseconds(2)
            for _ in range(bench.slices):
                slices.append(quantiles(await many.milliseconds(ROUNDS), n=20)[18])
                processor = quantiles(await many.milliseconds(ROUNDS, process_time), n=20)[18]
                bench.say(f"{name}: p95 {slices[-1]:.1f} ms, of our processor {processor:.1f} ms")
        people = CITY + TOWNS * EACH
        title = f"search among {people:,} people, {CITY:,} of them here, p95 in ms, {name}"
        figures.append(Figure(title, MUST_MS, AIM_MS, slices, LOWER))
    return figures
