"""The questionnaire, and what may be said about answers to it without betraying anybody."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

MINIMUM_GROUP = 5
LONGEST_REMARK = 2000

SCALE = {
    1: "trifft gar nicht zu",
    2: "trifft eher nicht zu",
    3: "teils, teils",
    4: "trifft eher zu",
    5: "trifft voll zu",
}

Ratings = Mapping[str, int]
"""A value of the scale for each item, by the item's code."""


@dataclass(frozen=True)
class Item:
    """A statement to agree with or not."""

    code: str
    text: str


ITEMS = (
    Item("belonging", "Ich fühle mich im Kollegium meiner Schule zugehörig."),
    Item("support", "Ich finde an meiner Schule Menschen, die mich unterstützen."),
    Item("voice", "Meine Sicht ist an meiner Schule gefragt."),
)


@dataclass(frozen=True)
class Answer:
    """What somebody thinks."""

    ratings: Ratings
    remark: str | None


@dataclass(frozen=True)
class ItemFigures:
    """How an item was answered: the mean, and how often each value of the scale was chosen."""

    item: Item
    mean: float
    counts: Mapping[int, int]


@dataclass(frozen=True)
class Figures:
    """What a group of answers amounts to."""

    answered: int
    mean: float
    items: Sequence[ItemFigures]


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
