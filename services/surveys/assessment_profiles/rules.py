"""Which years can be compared, and how much is said of all schools together."""

from collections.abc import Sequence
from itertools import pairwise
from uuid import UUID

from services.surveys.assessment_profiles.values import SHORT, Profile, Sum, called
from services.surveys.assessments.values import Entry, Sheet
from services.surveys.values import Level
from shared.small_numbers.margins import merged, named
from shared.small_numbers.sizes import LEAST

BROKEN = "neu formuliert: "


def profile(sheets: Sequence[Sheet]) -> Profile:
    """Standards in the order of the last year; a level is not compared across a new wording."""
    by_year = [{each.standard_key: each for each in sheet.entries} for sheet in sheets]
    order: dict[UUID, Entry] = {}
    for found in reversed(by_year):
        order |= {key: each for key, each in found.items() if key not in order}
    rows = [[last.text, *_levels([y.get(key) for y in by_year])] for key, last in order.items()]
    broken = any(cell.startswith(BROKEN) for row in rows for cell in row[1:])
    return Profile([each.year for each in sheets], rows, broken)


def _levels(entries: Sequence[Entry | None]) -> list[str]:
    found = [_level(entries[0])] if entries else []
    for before, now in pairwise(entries):
        other = before is not None and now is not None and before.sha256 != now.sha256
        found.append((BROKEN if other else "") + _level(now))
    return found


def _level(entry: Entry | None) -> str:
    return SHORT[entry.level] if entry is not None and entry.level is not None else "–"


def sums(sheets: Sequence[Sheet]) -> list[Sum]:
    """By standard and wording; nothing of fewer than five schools, and nothing that tells one.

    Always five more finished ones are told at once: by before and after nobody reads a single one.
    """
    told = sorted(sheets, key=lambda each: (each.finished_at is None, each.finished_at))
    by_text: dict[tuple[UUID, str], list[Entry]] = {}
    for sheet in told[: len(told) - len(told) % LEAST]:
        for each in sheet.entries:
            by_text.setdefault((each.standard_key, each.sha256), []).append(each)
    return [_sum(found) for found in by_text.values() if len(found) >= LEAST]


def _sum(entries: Sequence[Entry]) -> Sum:
    sizes = {called(level): 0 for level in Level}
    for each in entries:
        if each.level is not None:
            sizes[called(each.level)] += 1
    shares = [(named(names), number) for names, number in merged(sizes).items()]
    return Sum(entries[0].chapter, entries[0].text, shares)
