"""How two texts differ, and when minutes may be published."""

import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from difflib import SequenceMatcher

from services.trainings.minutes.models import Minutes
from services.trainings.minutes.values import Piece
from shared.web.problem import Problem

_WORD = re.compile(r"\s+|\S+")
_LINE = re.compile(r"[^\n]*\n|[^\n]+")
MOST_WORDS = 3000
"""In one place; beyond that it is shown as a whole."""
MOST_LINES = 2000
"""Of both; comparing takes the square of it where lines are alike, and others wait meanwhile."""


def compared(old: str, new: str) -> list[Piece]:
    """Word by word, where lines differ."""
    before, after = _LINE.findall(old), _LINE.findall(new)
    if len(before) + len(after) > MOST_LINES:
        return _apart(old, new) if old != new else [Piece("both", old)]
    found: list[Piece] = []
    for what, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        gone, come = "".join(before[a:b]), "".join(after[c:d])
        found += [Piece("both", gone)] if what == "equal" else _by_word(gone, come)
    return _joined(found)


def _by_word(old: str, new: str) -> list[Piece]:
    before, after = _WORD.findall(old), _WORD.findall(new)
    if len(before) + len(after) > MOST_WORDS:
        return _apart(old, new)
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    return [
        piece
        for what, a, b, c, d in matcher.get_opcodes()
        for piece in _pieces(what, before[a:b], after[c:d])
    ]


def _pieces(what: str, old: Sequence[str], new: Sequence[str]) -> list[Piece]:
    if what == "equal":
        return [Piece("both", "".join(old))]
    return _apart("".join(old), "".join(new))


def _apart(old: str, new: str) -> list[Piece]:
    return [each for each in (Piece("old", old), Piece("new", new)) if each.text]


def _joined(pieces: Iterable[Piece]) -> list[Piece]:
    found: list[Piece] = []
    for each in pieces:
        if found and found[-1].of == each.of:
            found[-1] = Piece(each.of, found[-1].text + each.text)
        else:
            found.append(each)
    return found


def refuse_published(row: Minutes | None) -> None:
    """Raise ``Problem`` for what is frozen."""
    if row is not None and row.published_at is not None:
        raise Problem(409, "minutes-published", "They are published")


def refuse_unpublished(row: Minutes | None) -> Minutes:
    """Raise ``Problem`` for what may still be changed."""
    if row is None or row.published_at is None:
        raise Problem(409, "minutes-not-published", "They are not published")
    return row


def refuse_early(starts_at: datetime | None, now: datetime) -> None:
    """Raise ``Problem`` before the meeting."""
    if starts_at is None or starts_at > now:
        raise Problem(409, "minutes-early", "It has not begun")
