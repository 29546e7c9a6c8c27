"""What was found, for people and as figures."""

from collections.abc import Sequence

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
    """The dearest page of each slice."""
    slices = range(len(timed[0].page))
    starts = [each for each in timed if each.kind == START]
    others = [each for each in timed if each.kind != START]
    found = [
        Figure(
            f"dearest page / empty page ({form})",
            MUST,
            AIM,
            [max(each.multiple(number) for each in timed) for number in slices],
            LOWER,
        ),
    ]
    for called, pages, limit in (
        ("dearest page", others, MOST_MS),
        ("dearest start page", starts, MOST_START_MS),
    ):
        worst = [max(p95(each.page[number]) for each in pages) for number in slices if pages]
        if worst:
            name = f"{called}, p95 in ms ({form})"
            found.append(Figure(name, limit, limit / 2, worst, LOWER))
    return found
