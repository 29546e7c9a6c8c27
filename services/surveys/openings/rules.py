"""How opened sheets become counts."""

from collections import Counter
from collections.abc import Iterable, Sequence

from services.surveys.openings.values import (
    ANSWERED,
    TOTAL,
    Merge,
    TallyKey,
    group_code,
    totals_only,
)
from services.surveys.questionnaires.values import SEEN, SHOWN
from services.surveys.urns.values import Contents, Groups, OpenedSheet
from shared.small_numbers.margins import Names
from shared.small_numbers.sizes import IN_NUMBERS, LEAST
from shared.small_numbers.tables import Cell, publishable


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
        if len(given) >= LEAST:
            counts.update(_of_row(question, row, given, merge))
    return dict(sorted(counts.items()))


def _of_row(
    question: str, row: str, given: Sequence[tuple[set[str], Groups]], merge: Merge
) -> Iterable[TallyKey]:
    groups = merge([groups for _, groups in given])
    sizes = Counter(code for codes in groups for code in codes)
    if any(n < LEAST for n in sizes.values()):
        groups = [()] * len(given)
    for (values, _), codes in zip(given, groups, strict=True):
        for group in (TOTAL, *codes):
            for value in (ANSWERED, *values):
                yield question, row, group, value


def texts(sheets: Sequence[OpenedSheet]) -> list[tuple[str, str]]:
    """Question and text, once enough have seen the question to hide one."""
    if len(sheets) < IN_NUMBERS:
        return []
    shown = (each.sheet.choices.get(SEEN, {}).get(SHOWN, ()) for each in sheets)
    seen = Counter(key for keys in shown for key in keys)
    every = ((key, text) for each in sheets for key, text in each.sheet.texts.items())
    return [
        (key, text)
        for key, text in every
        if text.strip() and (not seen or seen[key.partition(".")[0]] >= IN_NUMBERS)
    ]


def merge_for(found: Contents, sheets: Sequence[OpenedSheet]) -> Merge:
    """Whose groups are published; one that goes on is opened too often for any."""
    return totals_only if found.rolling else merge_of([e.groups for e in sheets], found.silent)


def merge_of(answered: Sequence[Groups], silent: Sequence[Groups]) -> Merge:
    """By the attributes that were declared, as far as they may be published together.

    What was merged for the survey stays so for each row, whose own base may need more of it. Codes
    of which nobody answered are known to everybody who knows who was asked.
    """
    attributes = list(next(iter((*answered, *silent)), ()))
    nobody = dict.fromkeys((_cell(each, attributes) for each in (*answered, *silent)), 0)
    whole = publishable({**nobody, **_counts(answered, attributes)})
    if whole is None or not attributes:
        return totals_only
    if not whole.columns:
        first = attributes[0]
        return merge_of([{first: e[first]} for e in answered], [{first: e[first]} for e in silent])
    together = (_merged(whole.rows), _merged(whole.columns))

    def merge(of_row: Sequence[Groups]) -> Sequence[Sequence[str]]:
        counts = {**nobody, **_counts(of_row, attributes)}
        shown = publishable(counts, together=together)
        margins = (shown.rows, shown.columns) if shown else ()
        codes = {
            (attribute, name): group_code(attribute, names)
            for attribute, margin in zip(attributes, margins, strict=False)
            for names in (margin if len(margin) > 1 else ())
            for name in names
        }
        return [[codes[pair] for pair in each.items() if pair in codes] for each in of_row]

    return merge


def _counts(people: Sequence[Groups], attributes: Sequence[str]) -> Counter[Cell]:
    return Counter(_cell(each, attributes) for each in people)


def _cell(groups: Groups, attributes: Sequence[str]) -> Cell:
    first, second, *_ = *(groups[each] for each in attributes), "", ""
    return first, second


def _merged(margin: Iterable[Names]) -> frozenset[str]:
    return frozenset(name for names in margin if len(names) > 1 for name in names)
