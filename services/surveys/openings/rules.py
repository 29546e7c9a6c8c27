"""How opened sheets become counts."""

from collections import Counter
from collections.abc import Iterable, Sequence

from services.surveys.openings.values import ANSWERED, TEXTS_FROM, TOTAL, Merge, TallyKey
from services.surveys.urns.values import MINIMUM, Groups, OpenedSheet


def tally(sheets: Sequence[OpenedSheet], merge: Merge) -> dict[TallyKey, int]:
    """Counts in a fixed order; of a row that fewer than five answered, none."""
    rows = {(key, row) for each in sheets for key, of in each.sheet.choices.items() for row in of}
    counts: Counter[TallyKey] = Counter()
    for question, row in rows:
        given = [
            (set(values), each.groups)
            for each in sheets
            if (values := each.sheet.choices.get(question, {}).get(row))
        ]
        if len(given) >= MINIMUM:
            counts.update(_of_row(question, row, given, merge))
    return dict(sorted(counts.items()))


def _of_row(
    question: str, row: str, given: Sequence[tuple[set[str], Groups]], merge: Merge
) -> Iterable[TallyKey]:
    groups = merge([groups for _, groups in given])
    sizes = Counter(code for codes in groups for code in codes)
    if any(n < MINIMUM for n in sizes.values()):
        groups = [()] * len(given)
    for (values, _), codes in zip(given, groups, strict=True):
        for group in (TOTAL, *codes):
            for value in (ANSWERED, *values):
                yield question, row, group, value


def texts(sheets: Sequence[OpenedSheet]) -> list[tuple[str, str]]:
    """Question and text, once there are enough answers to hide one."""
    if len(sheets) < TEXTS_FROM:
        return []
    every = ((key, text) for each in sheets for key, text in each.sheet.texts.items())
    return [(key, text) for key, text in every if text.strip()]
