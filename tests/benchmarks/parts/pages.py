"""How long every page takes, with the sample and with 5,000 people in 40 municipalities."""

from tests.benchmarks.figures import Figure
from tests.benchmarks.pages.report import FORMS, figures, lines, unseen
from tests.benchmarks.pages.run import look_around
from tests.benchmarks.parts.part import Bench

ROUNDS, SHOWN = 20, 15


async def run(bench: Bench) -> list[Figure]:
    found = []
    for form in FORMS:
        bench.say(form)
        on = bench.site.postgres if form.startswith("postgres") else None
        folder, seeded = bench.site.folder / form, form.endswith("full")
        timed = await look_around(folder, on, seeded, bench.slices, ROUNDS)
        bench.notes.append(f"the dearest pages, {form}, milliseconds:\n{lines(timed, SHOWN)}")
        bench.notes.append(f"pages nobody came to, {form}: {' '.join(unseen(timed))}")
        found += figures(form, timed)
    return found
