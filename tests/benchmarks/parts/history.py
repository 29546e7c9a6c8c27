"""Time per event with a long past in the inbox, beside none."""

import asyncpg

from tests.benchmarks.deliveries import hires
from tests.benchmarks.figures import LOWER, Figure, ratios
from tests.benchmarks.parts.batches import BATCH, Trainings, opened
from tests.benchmarks.parts.part import Bench

ROWS = 10_000_000
_FILL = """
ALTER TABLE inbox DROP CONSTRAINT inbox_pkey;
INSERT INTO inbox (handler, message_id, handled_at)
SELECT 'start_onboarding', (lpad(to_hex(1700000000000 + n * 7), 12, '0')
  || '7000' || '8000' || substr(md5(n::text), 1, 12))::uuid, now()
FROM generate_series(1, {rows}) AS n;
ALTER TABLE inbox ADD CONSTRAINT inbox_pkey PRIMARY KEY (handler, message_id);
"""


async def run(bench: Bench) -> list[Figure]:
    young, old = await bench.site.installation(), await bench.site.installation()
    bench.say(f"writing {ROWS:,} rows into an inbox ...")
    await _fill(bench.site.owner_dsn(old, "trainings"))
    fast, slow = (Trainings.of(each.settings["trainings"]) for each in (young, old))
    few, many = [], []
    async with opened(fast, slow):
        for number in range(bench.slices + 1):
            some = int(bench.seconds * 500)
            few.append(await fast.seconds_per_event(hires(some), BATCH))
            many.append(await slow.seconds_per_event(hires(some), BATCH))
            if number:
                bench.say(f"slice {number}: events/s {1 / many[-1]:.0f}, none {1 / few[-1]:.0f}")
    name = "time per event, 10 million inbox rows / none"
    return [Figure(name, 1.3, 1.1, ratios(many[1:], few[1:]), LOWER)]


async def _fill(dsn: str) -> None:
    connection = await asyncpg.connect(dsn)
    try:
        await connection.execute(_FILL.format(rows=ROWS), timeout=600)
        await connection.execute("VACUUM ANALYZE inbox", timeout=600)
    finally:
        await connection.close()
