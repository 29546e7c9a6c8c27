"""What was wrong with a form, in German: by the kind of error, never by its English text."""

from collections.abc import Mapping
from typing import Any

from pydantic_core import PydanticCustomError

from shared.web.german import number
from shared.web.kit.reasons import CHECK, CHOOSE, in_german

_DATE = "Bitte geben Sie ein Datum an, zum Beispiel 01.09.2027."
_TIME = "Bitte geben Sie eine Uhrzeit an, zum Beispiel 14:30."

_TEXTS = {
    "missing": "Bitte füllen Sie dieses Feld aus.",
    "string_too_short": "Bitte geben Sie mindestens {min_length} Zeichen ein.",
    "string_too_long": "Bitte geben Sie höchstens {max_length} Zeichen ein.",
    "string_pattern_mismatch": "Bitte halten Sie die vorgegebene Schreibweise ein.",
    "enum": CHOOSE,
    "literal_error": CHOOSE,
    "int_parsing": "Bitte geben Sie eine ganze Zahl ein.",
    "int_from_float": "Bitte geben Sie eine ganze Zahl ein.",
    "float_parsing": "Bitte geben Sie eine Zahl ein.",
    "decimal_parsing": "Bitte geben Sie eine Zahl ein.",
    "finite_number": "Bitte geben Sie eine Zahl ein.",
    "int_parsing_size": "Diese Zahl ist zu groß.",
    "greater_than": "Bitte geben Sie mehr als {gt} ein.",
    "greater_than_equal": "Bitte geben Sie mindestens {ge} ein.",
    "less_than": "Bitte geben Sie weniger als {lt} ein.",
    "less_than_equal": "Bitte geben Sie höchstens {le} ein.",
    "multiple_of": "Bitte geben Sie ein Vielfaches von {multiple_of} ein.",
    "decimal_max_digits": "Diese Zahl hat zu viele Stellen.",
    "decimal_whole_digits": "Diese Zahl ist zu groß.",
    "decimal_max_places": "Bitte geben Sie höchstens {decimal_places} Nachkommastellen ein.",
    "date_past": "Bitte geben Sie ein Datum in der Vergangenheit an.",
    "date_future": "Bitte geben Sie ein Datum in der Zukunft an.",
    "too_short": "Bitte wählen Sie mindestens {min_length} aus.",
    "too_long": "Bitte wählen Sie höchstens {max_length} aus.",
}
_BEGINNINGS = {"date_": _DATE, "datetime_": _DATE, "time_": _TIME, "uuid_": CHOOSE}
_GERMAN = "german"


def refuse(text: str, field: str = "") -> PydanticCustomError:
    """To be raised by a form's validator: a German sentence, and the field it belongs to."""
    return PydanticCustomError(_GERMAN, "{text}", {"text": text, "field": field})


def field_of(error: Mapping[str, Any]) -> str:
    """The field an error belongs to; empty for the form as a whole."""
    named = error.get("ctx", {}).get("field", "") if error["type"] == _GERMAN else ""
    return str(named or (error["loc"][0] if error["loc"] else ""))


def german(error: Mapping[str, Any], hint: str = "") -> str:
    """What a person reads; ``hint`` is the field's, and says how it is written."""
    kind, context = error["type"], error.get("ctx", {})
    if kind == _GERMAN:
        return str(context["text"])
    if kind == "text_refused":
        return in_german(error["msg"])
    if kind == "string_pattern_mismatch" and hint:
        return f"Bitte halten Sie die vorgegebene Schreibweise ein: {hint}."
    if kind in _TEXTS:
        return _TEXTS[kind].format_map({name: _plain(value) for name, value in context.items()})
    return next((text for start, text in _BEGINNINGS.items() if kind.startswith(start)), CHECK)


def _plain(value: Any) -> str:
    try:
        return number(int(value) if int(value) == value else float(value))
    except (TypeError, ValueError, OverflowError):
        return str(value)
