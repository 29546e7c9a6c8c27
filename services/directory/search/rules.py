"""Names in spite of typing errors: which may be meant, and how near each is."""

from collections.abc import Iterable, Sequence
from math import ceil
from typing import TypeVar

from rapidfuzz.distance import OSA

Key = TypeVar("Key")

SHORTEST = 4
"""Letters of a word in which an error is forgiven; shorter ones are near to everything."""
LONG = 8
"""From here on, two."""


def pieces(word: str) -> Sequence[str]:
    """Parts of a word, of which one is in whatever may be meant, as no error touches them all.

    Two letters turned in the middle of four or five touch both halves: those are not found.
    """
    if len(word) < SHORTEST:
        return [word]
    size = ceil(len(word) / (2 if len(word) < 6 else 3))
    return [word[start : start + size] for start in range(0, len(word), size)]


def nearest(words: Sequence[str], folded: Iterable[tuple[Key, str]], limit: int) -> list[Key]:
    """The keys of those texts in which each word has a near one, the nearest first."""
    judged = [(_distance(words, text.split()), key) for key, text in folded]
    near = [(distance, key) for distance, key in judged if distance is not None]
    return [key for _, key in sorted(near, key=lambda each: each[0])[:limit]]


def _distance(words: Sequence[str], others: Sequence[str]) -> int | None:
    found = [_to_nearest(word, others) for word in words]
    return None if None in found else sum(each or 0 for each in found)


def _to_nearest(word: str, others: Sequence[str]) -> int | None:
    """To a word, or to its beginning; None where every one is too far."""
    allowed = 0 if len(word) < SHORTEST else 1 if len(word) < LONG else 2
    distances = [
        OSA.distance(word, other, score_cutoff=allowed)
        for whole in others
        for other in (whole, *(whole[: len(word) + more] for more in (-1, 0, 1)))
    ]
    best = min(distances, default=allowed + 1)
    return best if best <= allowed else None
