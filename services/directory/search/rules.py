"""Names in spite of typing errors: which may be meant, and how near each is."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache, partial
from math import ceil
from typing import TypeVar

from rapidfuzz.distance import OSA

Key = TypeVar("Key")

SHORTEST = 4
"""Letters of a word in which an error is forgiven; shorter ones are near to everything."""
LONG = 8
"""From here on, two."""


@dataclass(frozen=True)
class Clue:
    """A part of a name, and others of which one has to be there, too."""

    part: str
    beside: Sequence[str]


def clues(word: str) -> Sequence[Clue]:
    """Of which one is in whatever may be meant: of three parts no error touches all.

    A single one leaves two that are neighbours in one piece, or the first and the last; or it has
    turned the two letters where they meet. Two errors leave one part, unless they turn letters.
    """
    if len(word) < SHORTEST:
        return [Clue(word, [word])]
    one, two = ceil(len(word) / 3), ceil(len(word) * 2 / 3)
    first, second, third = word[:one], word[one:two], word[two:]
    if len(word) >= LONG:
        return [Clue(each, [each]) for each in (first, second, third)]
    return [
        Clue(first, [third, first + second, _turned(word, two)]),
        Clue(third, [second + third, _turned(word, one)]),
    ]


def _turned(word: str, place: int) -> str:
    return word[: place - 1] + word[place] + word[place - 1] + word[place + 1 :]


def nearest(words: Sequence[str], folded: Iterable[tuple[Key, str]]) -> list[Key]:
    """The keys of those texts in which each word has a near one, the nearest first.

    Most names are those of many: a word is compared once, in however many texts it is.
    """
    meters = [cache(partial(_distance, word)) for word in words]
    judged = [(_sum(meters, text.split()), key) for key, text in folded]
    near = [(distance, key) for distance, key in judged if distance is not None]
    return [key for _, key in sorted(near, key=lambda each: each[0])]


def _sum(meters: Sequence[Callable[[str], int | None]], others: Sequence[str]) -> int | None:
    total = 0
    for meter in meters:
        near = [each for other in others if (each := meter(other)) is not None]
        if not near:
            return None
        total += min(near)
    return total


def _distance(word: str, whole: str) -> int | None:
    """To another word, or to its beginning; None where that is too far."""
    allowed = 0 if len(word) < SHORTEST else 1 if len(word) < LONG else 2
    others = {whole, *(whole[: len(word) + more] for more in (-1, 0, 1))}
    best = min(OSA.distance(word, other, score_cutoff=allowed) for other in others)
    return best if best <= allowed else None
