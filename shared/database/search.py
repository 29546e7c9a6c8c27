"""Text that is found and sorted the way Germans expect, the same on both databases.

``Müller``, ``Mueller`` and ``Muller`` find each other; ``ä`` is sorted as ``a`` (DIN 5007-1). The
folded text is a column of its own, so that no database needs a collation.
"""

import unicodedata
from collections.abc import Mapping
from typing import Any, ClassVar

from sqlalchemy import ColumnElement, String, and_, event, false, func, literal, or_
from sqlalchemy.orm import Mapped, Mapper, mapped_column

_LETTERS = str.maketrans(
    {"æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "ł": "l", "ı": "i", "þ": "th", "ŋ": "n"}
)
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})
_DIGRAPHS = (("ae", "a"), ("oe", "o"), ("ue", "u"))
_BYTEWISE = String().with_variant(String(collation="C"), "postgresql")
MAX_WORDS = 8
"""Words of a search that are looked for; the rest is ignored."""


def fold(text: str) -> str:
    """Lower case without accents; what is no letter or digit is one space."""
    letters = unicodedata.normalize("NFKD", text.casefold().translate(_LETTERS))
    kept = (each for each in letters if not unicodedata.combining(each))
    return " ".join("".join(each if each.isalnum() else " " for each in kept).split())


def written_out(text: str) -> str:
    """Folded, with umlauts as two letters: ``Müller`` is ``mueller``."""
    return fold(unicodedata.normalize("NFC", text.casefold()).translate(_UMLAUTS))


def shortest(text: str) -> str:
    """The one spelling that ``Müller``, ``Mueller`` and ``Muller`` have in common."""
    return _short(written_out(text))


def spellings(text: str) -> str:
    """Every folded spelling of ``text`` in which a part of it may be looked for."""
    umlauts = written_out(text)
    return "\n".join(dict.fromkeys([fold(text), umlauts, _short(umlauts)]))


def sort_key(name: str, declared: Mapping[str, Any]) -> Mapped[str]:
    """A column by which the text column ``name`` is sorted; ``Searchable`` fills it."""
    return mapped_column(_BYTEWISE, info={"sort_key_of": name, **declared})


def holds_words(folded: ColumnElement[str], text: str) -> ColumnElement[bool]:
    """Whether every word of ``text`` is a part of a column of ``spellings``."""
    words = fold(text).split()[:MAX_WORDS]
    return and_(*(_holds(folded, word) for word in words)) if words else false()


def begins_with(folded: ColumnElement[str], text: str) -> ColumnElement[bool]:
    """Whether a word of a column of ``spellings`` begins with the first word of ``text``."""
    first = next(iter(fold(text).split()), "")
    whole = literal("\n").concat(func.replace(folded, " ", "\n"))
    return whole.contains(f"\n{first}")


def _holds(folded: ColumnElement[str], word: str) -> ColumnElement[bool]:
    return or_(*(folded.contains(each) for each in dict.fromkeys((word, _short(word)))))


class Searchable:
    """A mixin: rows whose ``searched`` columns are found by parts of words.

    The ORM fills the folded columns whenever it inserts or updates; code that writes
    the table otherwise writes them, too, for they take no NULL.
    """

    searched: ClassVar[tuple[str, ...]] = ()
    search_text: Mapped[str] = mapped_column(String)

    @classmethod
    def matches(cls, text: str) -> ColumnElement[bool]:
        """Whether every word of ``text`` is a part of what is searched, however it is spelt.

        Nothing matches a text without letters and digits.
        """
        return holds_words(cls.search_text.expression, text)


@event.listens_for(Searchable, "before_insert", propagate=True)
@event.listens_for(Searchable, "before_update", propagate=True)
def _fold_columns(mapper: Mapper[Any], _: object, row: Searchable) -> None:
    texts = (getattr(row, name) for name in row.searched)
    row.search_text = "\n".join(spellings(text) for text in texts if text)
    for column in mapper.columns:
        if source := column.info.get("sort_key_of"):
            setattr(row, column.key, fold(getattr(row, source)))


def _short(folded: str) -> str:
    for long, short in _DIGRAPHS:
        folded = folded.replace(long, short)
    return folded
