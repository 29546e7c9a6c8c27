"""German words for codes: said once, shown in forms, lists, exports and templates.

Those of the contracts stand in ``shared/contracts/phrases`` and are there without an import.
"""

from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any

from markupsafe import Markup
from sqlalchemy import ColumnElement, case, inspect
from sqlalchemy.orm import InstrumentedAttribute

from shared.contracts.phrases import phrases
from shared.database.search import fold
from shared.web.german import NOTHING, date_and_time, number, short_date

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
    return list(_of(kind).items())


def word(kind: type[Enum], value: Any) -> str:
    """The word for a code; an unknown code is shown as itself."""
    code = str(value.value if isinstance(value, Enum) else value)
    return _of(kind).get(code, code)


def shown(value: Any) -> str:
    """Any value as people read it."""
    match value:
        case None | "":
            return NOTHING
        case Markup():
            return value
        case bool():
            return "ja" if value else "nein"
        case Enum():
            return word(type(value), value)
        case datetime():
            return date_and_time(value)
        case date():
            return short_date(value)
        case Decimal() | int() | float():
            return number(value if isinstance(value, int) else float(value))
    return str(value)


def details(row: Any, *names: str) -> list[tuple[str, str]]:
    """Label and text of some columns of a row of a model."""
    columns = inspect(type(row)).columns
    return [(columns[name].info["label"], shown(getattr(row, name))) for name in names]


def by_word(column: InstrumentedAttribute[Any], kind: type[Enum]) -> ColumnElement[str]:
    """To sort by the German word for a code, as ``paginate(..., sorts=...)`` takes it."""
    keys = {code: fold(german) for code, german in _of(kind).items()}
    return case(keys, value=column, else_=column).label(column.key)


def _of(kind: type[Enum]) -> dict[str, str]:
    if kind not in _words:
        phrases()
    if kind not in _words:
        raise LookupError(f"{kind.__name__} has no German words; see words()")
    return _words[kind]
