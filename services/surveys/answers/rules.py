"""The questionnaire, and what may be said about answers to it without betraying anybody."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from services.surveys.answers.values import ITEMS, SCALE, Figures, Item, ItemFigures, Ratings

MINIMUM_GROUP = 5
LONGEST_REMARK = 2000


@dataclass(frozen=True)
class Answer:
    """What somebody thinks."""

    ratings: Ratings
    remark: str | None


def newly_published(waiting: int) -> int:
    """How many of the answers that wait are shown now: a whole group or none.

    Were they shown one by one, the difference between yesterday's figures and today's would be
    somebody's answer.
    """
    return waiting if waiting >= MINIMUM_GROUP else 0


def figures(ratings: Sequence[Ratings]) -> Figures | None:
    """Means and distributions; nothing at all about fewer than a group."""
    if len(ratings) < MINIMUM_GROUP:
        return None
    items = [_item_figures(item, [each[item.code] for each in ratings]) for item in ITEMS]
    mean = sum(item.mean for item in items) / len(items)
    return Figures(len(ratings), mean, items)


def _item_figures(item: Item, values: Sequence[int]) -> ItemFigures:
    counted = Counter(values)
    counts = {value: counted[value] for value in SCALE}
    return ItemFigures(item, sum(values) / len(values), counts)


def response_rate(invited: int, answered: int | None) -> float | None:
    """The share of those invited whose answers are shown; nothing for fewer than a group."""
    if answered is None or min(invited, answered) < MINIMUM_GROUP:
        return None
    return answered / invited
