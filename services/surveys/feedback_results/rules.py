"""How much is shown: below five nothing, below ten words and the median, then all."""

from collections.abc import Mapping, Sequence
from itertools import chain
from statistics import median

from services.surveys.feedback.values import SCALE, STATEMENTS, Question
from services.surveys.feedback_results.values import Figures
from services.surveys.openings.values import TEXTS_FROM, Count
from services.surveys.urns.values import MINIMUM

AGREEING = ("4", "5")


def figures(counts: Sequence[Count]) -> list[Figures]:
    """Of every statement."""
    values: dict[str, dict[str, int]] = {each.key: {} for each in STATEMENTS}
    for each in counts:
        if each.value_key and each.question_key in values:
            values[each.question_key][each.value_key] = each.n
    return [_figures(each, values[each.key]) for each in STATEMENTS]


def _figures(statement: Question, counts: Mapping[str, int]) -> Figures:
    given = list(chain.from_iterable([int(value)] * n for value, n in counts.items()))
    if len(given) < MINIMUM:
        return Figures(statement, None)
    middle = _words_of(median(given))
    share = sum(counts.get(each, 0) for each in AGREEING) / len(given)
    if len(given) < TEXTS_FROM:
        return Figures(statement, len(given), middle, in_words(share))
    shown = {each: counts.get(each, 0) for each in SCALE}
    return Figures(statement, len(given), middle, in_words(share), shown, sum(given) / len(given))


def in_words(share: float) -> str:
    """So coarse that none and all are not told from few and most."""
    if share < 1 / 3:
        return "wenige"
    return "die meisten" if share > 2 / 3 else "etwa die Hälfte"


def _words_of(middle: float) -> str:
    """trifft eher zu; between two, both."""
    low, high = str(int(middle)), str(int(middle + 0.5))
    return SCALE[low] if low == high else f"zwischen „{SCALE[low]}“ und „{SCALE[high]}“"
