"""German words for codes, said once.

Those of the contracts stand in ``phrases`` and are there without an import.
"""

from enum import Enum
from typing import Any

from shared.contracts.phrases import phrases

_words: dict[type[Enum], dict[str, str]] = {}


def words(kind: type[Enum], **german: str) -> None:
    """What the members of ``kind`` are called, by their names.

    Raises ``ValueError`` for a gap, and where they are called otherwise elsewhere.
    """
    if missing := {member.name.lower() for member in kind} ^ german.keys():
        raise ValueError(f"{kind.__name__} and its words differ: {', '.join(sorted(missing))}")
    called = {str(member.value): german[member.name.lower()] for member in kind}
    if _words.setdefault(kind, called) != called:
        raise ValueError(f"the words for {kind.__name__} are said twice, and differently")


def options(kind: type[Enum]) -> list[tuple[str, str]]:
    """Value and word of each member, in the order of the declaration."""
    return list(words_of(kind).items())


def word(kind: type[Enum], value: Any) -> str:
    """The word for a code; an unknown code is shown as itself."""
    code = str(value.value if isinstance(value, Enum) else value)
    return words_of(kind).get(code, code)


def words_of(kind: type[Enum]) -> dict[str, str]:
    """The words by code; raises ``LookupError`` if nobody said them."""
    if kind not in _words:
        phrases()
    if kind not in _words:
        raise LookupError(f"{kind.__name__} has no German words; see words()")
    return _words[kind]
