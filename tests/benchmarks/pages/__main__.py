"""``python -m tests.benchmarks.pages``: every page, with the sample and with a state of people.

Milliseconds of processor time, ours and PostgreSQL's; multiples of an empty page of the same
person.
"""

import argparse
import asyncio
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import uvloop

from deploy.local.postgres import PostgresServer
from tests.benchmarks.figures import table
from tests.benchmarks.pages.report import FORMS, figures, lines, unseen
from tests.benchmarks.pages.run import look_around
from tests.tenancy import look_away


@contextmanager
def server() -> Iterator[PostgresServer]:
    folder = Path(tempfile.mkdtemp(prefix="pages-"))
    postgres = PostgresServer(folder / "postgres")
    postgres.start()
    try:
        yield postgres
    finally:
        postgres.stop()
        shutil.rmtree(folder, ignore_errors=True)


async def measure(given: argparse.Namespace) -> None:
    look_away()
    found = []
    with server() as postgres, tempfile.TemporaryDirectory() as folder:
        for form in given.only:
            on = postgres if form.startswith("postgres") else None
            timed = await look_around(
                Path(folder) / form, on, form.endswith("full"), given.slices, given.rounds, given.of
            )
            print(f"\n{form}: milliseconds\n{lines(timed, given.most)}")
            print(f"not looked at: {' '.join(unseen(timed)) or 'none'}", flush=True)
            found += figures(form, timed)
    print(f"\n{table(found)}")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.pages", description=__doc__)
    parser.add_argument("--only", nargs="+", choices=FORMS, default=FORMS)
    parser.add_argument("--of", nargs="+", default=(), metavar="ROLE", help="only these visitors")
    parser.add_argument("--slices", type=int, default=5)
    parser.add_argument("--rounds", type=int, default=20, help="of each page in a slice")
    parser.add_argument("--most", type=int, default=1000, help="the slowest pages only")
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(measure(parser.parse_args()))


if __name__ == "__main__":
    main()
