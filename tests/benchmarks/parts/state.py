"""How long every page of the directory takes in a whole state, for people of its largest city."""

import secrets
from functools import partial
from itertools import chain

from deploy.run import tune_garbage_collection
from shared.clock import SystemClock
from tests.benchmarks.figures import LOWER, Figure
from tests.benchmarks.pages.measuring import Meter, p95
from tests.benchmarks.parts.part import Bench
from tests.directory.state_pages import StateDirectory, open_state

VISITORS = ("coordinator", "carrier", "worker", "head", "operator")
ROUNDS, SHOWN = 6, 15
MUST_MS, AIM_MS = 50.0, 25.0
Times = dict[tuple[str, str], list[list[float]]]
"""Milliseconds of processor time, ours and the database's, slice by slice; by visitor and page."""


async def run(bench: Bench) -> list[Figure]:
    folder, name = bench.site.folder / "state", f"b{secrets.token_hex(4)}"
    folder.mkdir()
    bench.say("filling a state")
    times: Times = {}
    on = bench.site.postgres, name
    async with open_state(folder, SystemClock().now(), on=on) as state:
        meter = Meter(bench.site.postgres)
        for visitor in VISITORS:
            bench.say(f"pages of a {visitor}")
            await _visit(state, visitor, meter, bench.slices, times)
    whole = {key: p95(list(chain.from_iterable(of))) for key, of in times.items()}
    slowest = sorted(whole, key=lambda each: -whole[each])
    lines = [f"{whole[each]:7.1f}  {each[0]:12} {each[1]}" for each in slowest[:SHOWN]]
    bench.notes.append("the dearest pages in a state, p95 in ms:\n" + "\n".join(lines))
    title = f"dearest page in a state ({' '.join(slowest[0])}), p95 in ms, PostgreSQL"
    slices = [p95(each) for each in times[slowest[0]]]
    return [Figure(title, MUST_MS, AIM_MS, slices, LOWER)]


async def _visit(
    state: StateDirectory, visitor: str, meter: Meter, slices: int, times: Times
) -> None:
    pages = await state.walk(visitor)
    tune_garbage_collection()
    meter.look()
    for kind, addresses in pages.items():
        asking = [partial(_ask, state, visitor, each) for each in addresses]
        for _ in range(slices):
            taken = [await meter.milliseconds(each) for each in asking * ROUNDS]
            times.setdefault((visitor, kind), []).append(taken)


async def _ask(state: StateDirectory, visitor: str, address: str) -> None:
    await state.page(visitor, address)
