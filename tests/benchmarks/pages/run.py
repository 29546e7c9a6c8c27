"""Every page that anybody can reach, again and again."""

from collections.abc import Collection
from pathlib import Path

from deploy.local.postgres import PostgresServer
from tests.benchmarks.pages.measuring import Meter, Timed, measure
from tests.benchmarks.pages.stage import open_stage
from tests.benchmarks.pages.walking import walk


async def look_around(
    folder: Path,
    postgres: PostgresServer | None,
    seeded: bool,
    slices: int,
    rounds: int,
    of: Collection[str] = (),
) -> list[Timed]:
    """Of every kind of page, for everybody who sees it."""
    found: dict[tuple[str, str], Timed] = {}
    meter = Meter(postgres)
    async with open_stage(folder, postgres, seeded=seeded) as stage:
        visitors = [each for each in stage.visitors if not of or each.called in of]
        seen = {each.called: await walk(stage, each) for each in visitors}
        for _ in range(slices):
            for visitor in visitors:
                for kind, addresses in seen[visitor.called].items():
                    new = Timed(kind, visitor.called)
                    timed = found.setdefault((kind, visitor.called), new)
                    page, empty = await measure(stage, visitor, addresses, meter, rounds)
                    timed.page.append(page)
                    timed.empty.append(empty)
    return list(found.values())
