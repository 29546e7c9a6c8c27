"""``python -m tests.faults --runs N``: the fault campaign; its last line says what got lost."""

import argparse
import asyncio
import contextlib
import random
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

import uvloop

from tests.faults.history import DOUBLED, LET_IN, LOST, ORDER, STRAY
from tests.faults.kinds import KINDS
from tests.faults.run import Outcome, run
from tests.faults.site import open_site
from tests.faults.steps import STEPS


async def campaign(arguments: argparse.Namespace, folder: Path, outcomes: list[Outcome]) -> None:
    """Run after run on the same servers and processes; all anew after one that went wrong."""
    numbers = list(range(arguments.first, arguments.first + arguments.runs))
    named = arguments.faults
    faults = None if named is None else [KINDS[name] for name in named]
    part = 0
    while numbers:
        part += 1
        async with open_site(folder / f"site-{part}") as site:
            while numbers:
                number = numbers.pop(0)
                outcome = await run(site, arguments.seed, number, arguments.seconds, faults)
                outcomes.append(outcome)
                print(outcome.line(), flush=True)
                if outcome.findings:
                    print(f"  seed {arguments.seed}, run {number}, logs in {site.folder}")
                    print(outcome.history(), flush=True)
                    break


def summary(outcomes: Sequence[Outcome]) -> str:
    """Times by kind of fault, then the line that counts."""
    settled: dict[str, list[float]] = defaultdict(list)
    for outcome in outcomes:
        for name in outcome.faults:
            settled[name].append(outcome.settled_after)
    lines = ["seconds from the healing to quiet, in runs with this fault: median, most"]
    for name in sorted(settled):
        times = settled[name]
        half, most = statistics.median(times), max(times)
        lines.append(f"  {name:16} {len(times):4} runs {half:6.1f} {most:6.1f}")
    steps = set().union(*(outcome.scene.steps for outcome in outcomes))
    lines.append(f"steps reached: {len(steps)} of {len(STEPS)}")
    if missed := sorted(set(STEPS) - steps):
        lines.append(f"  not reached: {', '.join(missed)}")
    if takeovers := [t for outcome in outcomes for t in outcome.scene.takeovers]:
        half, most = statistics.median(takeovers), max(takeovers)
        lines.append(f"{len(takeovers)} take-overs: median {half:.2f} s, most {most:.2f} s")
    return "\n".join(lines)


def verdict(outcomes: Sequence[Outcome]) -> str:
    accepted = sum(outcome.accepted for outcome in outcomes)
    signed_in = sum(len(outcome.browsers) for outcome in outcomes)
    lost, doubled, order, let_in, stray = (
        sum(outcome.count(what) for outcome in outcomes)
        for what in (LOST, DOUBLED, ORDER, LET_IN, STRAY)
    )
    return (
        f"{len(outcomes)} runs: {accepted} accepted posts, {signed_in} sign-ins,"
        f" lost {lost}, doubled {doubled}, out of order {order}, let in wrongly {let_in}"
        + (f"; {stray} other findings" if stray else "")
    )


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.faults")
    parser.add_argument("--runs", type=int, default=20)
    parser.add_argument("--first", type=int, default=1, help="number of the first run")
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10_000))
    parser.add_argument("--seconds", type=float, default=2.5, help="of load in each run")
    parser.add_argument("--faults", nargs="*", choices=list(KINDS), help="these, in every run")
    arguments = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="faults-"))
    print(f"seed {arguments.seed}, logs in {folder}", flush=True)
    began = time.monotonic()
    outcomes: list[Outcome] = []
    with (
        contextlib.suppress(KeyboardInterrupt),
        asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner,
    ):
        runner.run(campaign(arguments, folder, outcomes))
    print(summary(outcomes))
    print(f"{time.monotonic() - began:.0f} s in all")
    print(verdict(outcomes))
    done = len(outcomes) == arguments.runs
    sys.exit(not done or any(outcome.findings for outcome in outcomes))


if __name__ == "__main__":
    main()
