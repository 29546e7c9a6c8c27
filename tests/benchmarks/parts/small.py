"""Small numbers: processor time of the largest table that an office has, and of an opening."""

import time
from collections.abc import Callable
from functools import partial
from random import Random

from services.surveys.openings.rules import merge_of, tally
from services.surveys.urns.values import OpenedSheet, Sheet
from shared.small_numbers.reach import Place, holds
from shared.small_numbers.tables import Cell, publishable
from tests.benchmarks.figures import LOWER, Figure
from tests.benchmarks.parts.part import Bench

ROWS, COLUMNS = 53, 8
SHEETS, QUESTIONS = 6_000, 40


async def run(bench: Bench) -> list[Figure]:
    audited, published, counted = [], [], []
    for number in range(bench.slices):
        dice = Random(number)
        hidden = _hidden(dice)
        audited.append(_spent(partial(holds, hidden, hidden)))
        published.append(_spent(partial(publishable, _table(dice), joint=True)))
        counted.append(_spent(partial(_counted, _sheets(dice))))
        bench.say(f"audit {audited[-1]:.3f} s, shown {published[-1]:.3f} s, {counted[-1]:.1f} s")
    size = f"{ROWS} x {COLUMNS} table"
    return [
        Figure(f"audit of a {size}, s", 0.5, 0.1, audited, LOWER),
        Figure(f"what may be shown of a {size}, s", 2.0, 0.5, published, LOWER),
        Figure(f"{SHEETS:,} sheets counted by two codes, s", 10.0, 3.0, counted, LOWER),
    ]


def _counted(sheets: list[OpenedSheet]) -> None:
    tally(sheets, merge_of([each.groups for each in sheets], []))


def _spent(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began


def _hidden(dice: Random) -> dict[Place, int]:
    """All of them hidden, many of one person: it holds, so that every cell is looked at."""
    found: dict[Place, int] = {
        ((f"row {row}",), (f"column {column}",)): dice.choice([1, 1, 2, 3, 4, 6])
        for row in range(ROWS)
        for column in range(COLUMNS)
    }
    if not holds(found, found):
        raise AssertionError("the audit ended early")
    return found


def _table(dice: Random) -> dict[Cell, int]:
    return {
        (f"row {row}", f"column {column}"): dice.randint(0, 12)
        for row in range(ROWS)
        for column in range(COLUMNS)
    }


def _sheets(dice: Random) -> list[OpenedSheet]:
    def given() -> Sheet:
        return Sheet({f"q{each}": {"": [dice.choice("12345")]} for each in range(QUESTIONS)})

    def groups() -> dict[str, str]:
        return {"school": f"s{dice.randrange(ROWS)}", "carrier": f"c{dice.randrange(COLUMNS)}"}

    return [OpenedSheet(given(), groups()) for _ in range(SHEETS)]
