"""Folds what cannot be seen, or cannot be meant otherwise, in text that was typed or pasted."""

import re
import unicodedata

_UNSEEN = dict.fromkeys(map(ord, "\u00ad\u200b\u200e\u200f\u2060\ufeff"))
"""Soft hyphen, zero-width space, marks of direction, word joiner, byte order mark."""
_JOINERS = re.compile(r"(?<![\u0590-\U0010ffff])[\u200c\u200d]+")
"""They shape letters of other scripts, and emoji; behind anything else they do nothing."""
_BLANKS = re.compile(r"[ \u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]+")
_APOSTROPHES = "`´‘’‛ʼ′"
_BETWEEN_LETTERS = re.compile(rf"(?<=[^\W\d_])[{_APOSTROPHES}](?=[^\W\d_])")
_IN_A_LINE = str.maketrans(dict.fromkeys("‐‑", "-"))
_IN_A_NAME = str.maketrans(dict.fromkeys(_APOSTROPHES, "'") | dict.fromkeys("‐‑‒–−", "-"))


def fold_unseen(text: str) -> str:
    """Composed (NFC), and without characters that show nothing."""
    shown = _JOINERS.sub("", unicodedata.normalize("NFC", text).translate(_UNSEEN))
    return unicodedata.normalize("NFC", shown)


def fold_blanks(text: str) -> str:
    """The same, trimmed, and with one plain blank where there were several or others."""
    return fold_unseen(_BLANKS.sub(" ", fold_unseen(text)).strip(" "))


def fold_line(text: str) -> str:
    """A line: with plain hyphens, and between letters plain apostrophes."""
    return _BETWEEN_LETTERS.sub("'", fold_blanks(text).translate(_IN_A_LINE))


def fold_name(text: str) -> str:
    """A name, in which any apostrophe and any short dash can be meant only as one."""
    return fold_blanks(unicodedata.normalize("NFC", text).translate(_IN_A_NAME))
