"""What was wrong with a form, in German: by the kind of error, never by a library's text."""

from collections.abc import Mapping
from typing import Any

from pydantic_core import PydanticCustomError

from shared.web.kit.reasons import in_german
from shared.web.sentences import sentence_for

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
    if error["type"] == _GERMAN:
        return str(error["ctx"]["text"])
    if error["type"] == "string_pattern_mismatch":
        spelt = f": {hint}" if hint else ""
        return f"Bitte halten Sie die vorgegebene Schreibweise ein{spelt}."
    return in_german(sentence_for(error))
