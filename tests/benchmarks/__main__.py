"""``python -m tests.benchmarks``: measure everything, print one table, write var/benchmark.json."""

import argparse
import asyncio
import gc
import sys
import time
from pathlib import Path

import uvloop

from deploy.local.program import CannotStartError
from deploy.run import tune_garbage_collection
from tests.benchmarks.figures import Figure, table, write
from tests.benchmarks.installed import install_peers
from tests.benchmarks.parts import (
    batches,
    files,
    gatherings,
    history,
    intake,
    latency,
    lists,
    mass,
    memory,
    pages,
    relaying,
    rest,
    search,
    small,
    state,
    surveys,
    whole,
)
from tests.benchmarks.parts.part import Bench, Part
from tests.benchmarks.site import open_site
from tests.tenancy import look_away

RESULT = Path("var/benchmark.json")
PARTS: dict[str, Part] = {
    "whole": whole.run,
    "intake": intake.run,
    "files": files.run,
    "batches": batches.run,
    "relay": relaying.run,
    "latency": latency.run,
    "memory": memory.run,
    "history": history.run,
    "lists": lists.run,
    "search": search.run,
    "mass": mass.run,
    "pages": pages.run,
    "state": state.run,
    "gatherings": gatherings.run,
    "surveys": surveys.run,
    "small": small.run,
    "rest": rest.run,
}


async def measure(arguments: argparse.Namespace, figures: list[Figure]) -> None:
    """Part after part on the same servers; a part that fails takes nothing from those before."""
    print("Starting PostgreSQL and Kafka ...", flush=True)
    async with open_site() as site:
        site.profiles = arguments.profiles
        bench = Bench(site, arguments.slices, arguments.seconds)
        for name in arguments.only:
            print(f"{name} ...", flush=True)
            gc.collect()
            tune_garbage_collection()
            began = time.monotonic()
            figures += await PARTS[name](bench)
            print(f"{name}: {time.monotonic() - began:.0f} s", flush=True)
    print("\n" + "\n".join(bench.notes))


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks")
    parser.add_argument("--only", nargs="+", choices=PARTS, metavar="NAME", default=list(PARTS))
    parser.add_argument("--slices", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=4.0, help="of load in each slice")
    parser.add_argument("--profiles", type=Path, help="folder for profiles of our processes")
    arguments = parser.parse_args()
    if arguments.profiles:
        arguments.profiles = arguments.profiles.resolve()
        arguments.profiles.mkdir(parents=True, exist_ok=True)
    if "whole" in arguments.only:
        install_peers()
    look_away()
    figures: list[Figure] = []
    try:
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            runner.run(measure(arguments, figures))
    except CannotStartError as reason:
        sys.exit(str(reason))
    finally:
        if figures:
            print(f"\n{table(figures)}")
            write(figures, RESULT)
            print(f"\nwritten to {RESULT}")


if __name__ == "__main__":
    main()
