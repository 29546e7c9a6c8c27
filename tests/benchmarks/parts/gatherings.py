"""People who register with 20,000 gatherings in a state, all services beside it on PostgreSQL."""

from itertools import islice

from sqlalchemy import select

from services.trainings.models import gatherings
from shared.contracts.gatherings import GATHERINGS, GatheringKind, Place
from tests.benchmarks.figures import LOWER, Figure, ratios
from tests.benchmarks.full_hall import LARGE, TOWN, FullHall, etag_of, open_hall
from tests.benchmarks.pages.measuring import p95
from tests.benchmarks.parts.part import Bench
from tests.benchmarks.registering import (
    CATALOGUE,
    Taken,
    at_once,
    milliseconds,
    press_at_once,
    rush,
)
from tests.benchmarks.sink import open_sink

MANY, ROUNDS, EAGER, COMING, RUSH_SECONDS, TIMES = 16, 25, 8, 300, 10.0, 60
SCANNING_SECONDS = 0.02
"""Of a server that looks at a mail before it takes it."""


async def run(bench: Bench) -> list[Figure]:
    bench.say("filling a state")
    with open_sink("nobody", SCANNING_SECONDS) as sink:
        async with open_hall(bench.site, sink.url) as hall:
            return [
                *await _pages(bench, hall),
                *await _at_once(bench, hall),
                await _rush(bench, hall),
                await _last_place(bench, hall),
            ]


async def _pages(bench: Bench, hall: FullHall) -> list[Figure]:
    large = (gatherings.c.tenant == TOWN, gatherings.c.kind == GatheringKind.SYMPOSIUM.value)
    async with hall.database.reading() as session:
        symposium = (await session.execute(select(gatherings.c.id).where(*large))).scalar_one()
    guest = next(hall.guests)
    [own] = await hall.convene(1, LARGE)
    await at_once(hall.port, iter([guest, *islice(hall.guests, 50)]), [own], 1, 1.0)
    feed = await hall.feed(guest)
    known = f"If-None-Match: {await etag_of(hall.port, feed)}\r\n"
    listed = f"{GATHERINGS}/{symposium}/teilnehmende?zeilen=100"
    asked = {
        "catalogue": (20.0, guest, CATALOGUE, 200, ""),
        "gathering": (15.0, guest, f"{CATALOGUE}/{symposium}", 200, ""),
        "100 of 300 participants": (30.0, hall.office, listed, 200, ""),
        "personal feed": (20.0, guest, feed, 200, ""),
        "personal feed, unchanged": (20.0, guest, feed, 304, known),
    }
    figures = []
    for name, (must, who, path, status, more) in asked.items():
        slices = []
        for _ in range(bench.slices):
            found = await milliseconds(hall.port, who, path, TIMES, status=status, more=more)
            slices.append(p95(found))
        bench.say(f"{name}: {slices}")
        figures.append(Figure(f"{name}, p95 in ms", must, must / 2, slices, LOWER))
    return figures


async def _at_once(bench: Bench, hall: FullHall) -> list[Figure]:
    """For one gathering, and so one after the other where it is decided."""
    ours, usual = list[Taken](), list[Taken]()
    for each in (hall.port, hall.usual_port):
        await at_once(each, hall.guests, await hall.convene(1, LARGE), MANY, 1.0)
    for number in range(bench.slices):
        for found, port in ((ours, hall.port), (usual, hall.usual_port)):
            gathering = await hall.convene(1, LARGE)
            found.append(await at_once(port, hall.guests, gathering, MANY, bench.seconds))
        shown = ", ".join(
            f"{name} {each[-1].per_second:.0f}/s, p95 {p95(each[-1].seconds) * 1e3:.0f} ms"
            for name, each in (("ours", ours), ("usual", usual))
        )
        bench.say(f"slice {number + 1}: {shown}")
    assert not any(each.errors for each in [*ours, *usual])
    speeds = [[each.per_second for each in found] for found in (ours, usual)]
    times = [p95(each.seconds) * 1000 for each in ours]
    return [
        Figure(f"registrations a second, {MANY} at once", 65.0, 100.0, speeds[0]),
        Figure(f"registration, {MANY} at once, p95 in ms", 250.0, 150.0, times, LOWER),
        Figure("registrations / usual way", 1.0, 1.5, ratios(*speeds)),
    ]


async def _rush(bench: Bench, hall: FullHall) -> Figure:
    [gathering] = await hall.convene(1, COMING - 50)
    taken = await rush(hall.port, hall.guests, gathering, COMING, RUSH_SECONDS)
    there = await hall.places(gathering)
    wrong = taken.errors + abs(there.count(Place.CONFIRMED) - (COMING - 50))
    bench.say(f"{COMING} in {RUSH_SECONDS:.0f} s: p95 {p95(taken.seconds) * 1000:.0f} ms")
    title = f"{COMING} people in {RUSH_SECONDS:.0f} s, what went wrong"
    return Figure(title, 0.0, 0.0, [wrong], LOWER)


async def _last_place(bench: Bench, hall: FullHall) -> Figure:
    right, expected = 0, [Place.CONFIRMED, *[Place.WAITING] * (EAGER - 1)]
    for gathering in await hall.convene(ROUNDS, 1):
        await press_at_once(hall.port, [*islice(hall.guests, EAGER)], gathering)
        right += await hall.places(gathering) == expected
    bench.say(f"{right} of {ROUNDS} rounds of {EAGER} for the last place")
    title = f"rounds of {EAGER} for the last place that one had, of {ROUNDS}"
    return Figure(title, ROUNDS, ROUNDS, [right])
