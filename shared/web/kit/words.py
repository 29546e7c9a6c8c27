"""Values and codes as people read them, in forms, lists, exports and templates."""

from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from functools import cache
from typing import Any

from markupsafe import Markup
from sqlalchemy import ColumnElement, case, inspect
from sqlalchemy.orm import InstrumentedAttribute

from shared.contracts.words import word, words_of
from shared.database.search import fold
from shared.german import NOTHING, date_and_time, number, short_date


def shown(value: Any) -> str:
    """Any value as people read it."""
    if type(value) is str:  # most are
        return value or NOTHING
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


@cache
def by_word(column: InstrumentedAttribute[Any], kind: type[Enum]) -> ColumnElement[str]:
    """To sort by the German word for a code, as ``paginate(..., sorts=...)`` takes it."""
    keys = {code: fold(german) for code, german in words_of(kind).items()}
    return case(keys, value=column, else_=column).label(column.key)
