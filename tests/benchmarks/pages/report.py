"""What was found, for people and as figures."""

from collections.abc import Sequence
from statistics import median

from shared.contracts.navigation import START
from tests.benchmarks.figures import LOWER, Figure
from tests.benchmarks.pages.measuring import Timed, p95
from tests.benchmarks.pages.walking import Kind, every_page

FORMS = ("sqlite-sample", "sqlite-full", "postgres-sample", "postgres-full")
MUST, AIM = 8.0, 4.0
"""Times an empty page."""
MOST_MS, MOST_START_MS = 25.0, 50.0


def lines(timed: Sequence[Timed], most: int) -> str:
    """The slowest first."""
    ordered = sorted(timed, key=lambda each: -each.p95)[:most]
    shown = [f"{'p50':>6} {'p95':>6} {'times':>5}"]
    shown += [
        f"{each.p50:6.1f} {each.p95:6.1f} {each.multiples:5.1f} {each.visitor:12} {each.kind}"
        for each in ordered
    ]
    return "\n".join(shown)


def unseen(timed: Sequence[Timed]) -> list[Kind]:
    """Pages to which nobody came."""
    return sorted(set(every_page()) - {each.kind for each in timed})


def figures(form: str, timed: Sequence[Timed]) -> list[Figure]:
    """The dearest page, slice by slice.

    It is the same page in each: of a hundred pages one always meets work beside it in a slice.
    """
    slices = range(len(timed[0].page))
    starts = [each for each in timed if each.kind == START]
    others = [each for each in timed if each.kind != START]
    dearest = max(timed, key=lambda each: each.multiples)
    multiples = [dearest.multiple(number) for number in slices]
    found = [Figure(f"dearest page / empty page ({form})", MUST, AIM, multiples, LOWER)]
    for called, pages, limit in (
        ("dearest page", others, MOST_MS),
        ("dearest start page", starts, MOST_START_MS),
    ):
        if pages:
            slowest = max(pages, key=lambda each: median(map(p95, each.page)))
            name = f"{called}, p95 in ms ({form})"
            found.append(Figure(name, limit, limit / 2, [*map(p95, slowest.page)], LOWER))
    return found
