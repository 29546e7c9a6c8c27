"""The whole pipeline, drained, beside the hand-written minimum and the usual way."""

import statistics
from collections.abc import Sequence

from tests.benchmarks.figures import Figure, ratios
from tests.benchmarks.parts.part import Bench
from tests.benchmarks.pipeline import FLOOR, OURS, USUAL, Pipeline, Run, open_pipelines
from tests.benchmarks.raw import transactions_per_second

USUAL_HIRES = 60
"""Per second of a slice of the others: enough for a steady pace, and it is slow."""


async def run(bench: Bench) -> list[Figure]:
    runs: dict[str, list[Run]] = {OURS: [], FLOOR: [], USUAL: []}
    r0 = []
    async with open_pipelines(bench.site, *runs) as pipelines:
        compare_rows(pipelines)
        for number in range(bench.slices):
            r0.append(await transactions_per_second(bench.site, min(2.0, bench.seconds)))
            for kind, pipeline in pipelines.items():
                runs[kind].append(await _slice(pipeline, bench))
            speeds = [f"{kind} {runs[kind][-1].per_second:.0f}" for kind in runs]
            bench.say(f"slice {number + 1}: hires/s {', '.join(speeds)}; R0 {r0[-1]:.0f}/s")
        rows = pipelines[OURS].rows_per_hire
    speed = {kind: [each.per_second for each in some] for kind, some in runs.items()}
    bench.notes += [
        f"R0: {statistics.median(r0):.0f} transactions per second",
        f"rows per hire: {sum(rows.values()):.0f}; {rows['dashboard.seen']:.0f} events",
        *(costs(kind, some) for kind, some in runs.items()),
    ]
    ours = speed[OURS]
    return [
        Figure("whole pipeline / hand-written minimum", 0.6, 0.85, ratios(ours, speed[FLOOR])),
        Figure("whole pipeline / the usual way", 12, 20, ratios(ours, speed[USUAL])),
    ]


def compare_rows(pipelines: dict[str, Pipeline]) -> None:
    """All three must write the same."""
    ours = pipelines[OURS].rows_per_hire
    for kind, pipeline in pipelines.items():
        if pipeline.rows_per_hire != ours:
            theirs = set(pipeline.rows_per_hire.items()) ^ set(ours.items())
            raise RuntimeError(f"{kind} writes other rows than ours: {sorted(theirs)}")


def costs(kind: str, runs: Sequence[Run]) -> str:
    """Medians: hires per second, and milliseconds of CPU per hire and process."""
    parts = {name: statistics.median(each.cpu_ms[name] for each in runs) for name in runs[0].cpu_ms}
    shown = ", ".join(f"{name} {each:.2f}" for name, each in parts.items())
    speed = statistics.median(each.per_second for each in runs)
    return f"{kind}: {speed:.0f} hires/s; {sum(parts.values()):.2f} ms CPU per hire: {shown}"


async def _slice(pipeline: Pipeline, bench: Bench) -> Run:
    pipeline.resume()
    try:
        if pipeline.kind == USUAL:
            return await pipeline.run(120, at_most=int(USUAL_HIRES * bench.seconds))
        return await pipeline.run(bench.seconds)
    finally:
        pipeline.pause()
