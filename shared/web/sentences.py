"""What is wrong with a value, in sentences of ours: no library's words ever reach a reader."""

import re
from collections.abc import Mapping
from typing import Any, get_args

from pydantic_core.core_schema import ErrorType

_ID = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"
PATTERNS = {
    r"^\d{8}$": "must be eight digits",
    r"^(\d{8})?$": "must be eight digits",
    r"^\d{6}$": "must be six digits",
    r"^\d{0,6}$": "must be at most six digits",
    r"^[A-Za-z0-9._/-]+$": "may contain only letters from A to Z, digits and the signs . _ / -",
    r"^[a-z][a-z0-9_]{1,39}$": "must be 2 to 40 small letters, digits and underscores",
    r"^[a-z][a-z0-9_]{0,39}$": "must be 1 to 40 small letters, digits and underscores",
    r"^[\x21-\x7e]+$": "must be printable ASCII without blanks",
    r"^[^\x00]*$": "must not contain control characters",
    r"^(https?://[^\s/]+(/.*)?)?$": "must be a URL such as https://example.org",
    r"^(https?://[^\s/]+/?)?$": "must be a URL without a path, such as http://proxy:3128",
    r"^([A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*)?$": "may contain only letters, digits, hyphens and dots",
    r"^([^\s:,]+:\d+(,[^\s:,]+:\d+)*)?$": "must be host:port, several separated by commas",
    r"^[a-z0-9.-]{0,40}$": "must be at most 40 small letters, digits, dots and hyphens",
    r"^(smtps?://\S+)?$": "must be a URL such as smtp://example.org:25",
    r"^openid( \S+)*$": "must begin with openid; more scopes follow, separated by blanks",
    r"^\S+$": "must not contain blanks",
    r"^(/[a-z0-9][^\s]*)?$": "must be a path such as /trainings/aufgaben",
    r"^([^\s@]+@[^\s@]+)?$": "must be an address such as name@example.org",
    r"^[0-9+/() -]{3,40}$": "must be a telephone number such as 02307 965-0",
    r"^(s3://[a-z0-9][a-z0-9.-]*(/[\w.-]+)*)?$": "must be a bucket such as s3://documents",
    r"^(/\S+|[^\s:/]+:\d{1,5})?$": "must be a socket such as /run/clamd.ctl, or host:port",
    r"^[a-z0-9-]+$": "may contain only small letters, digits and hyphens",
    r"^[a-z][a-z0-9]{0,15}$": "must be 1 to 16 small letters and digits, a letter first",
    r"^[a-z]{2}(-x-leicht)?$": "must be a language such as de, en or de-x-leicht",
    rf"^({_ID}(,{_ID}){{0,99}})?$": "must be up to 100 ids, separated by commas",
    "^(debug|info|warning|error)$": "must be debug, info, warning or error",
}
"""What each pattern of ours asks for; a test demands a sentence for every one."""

_KINDS = {
    "missing": "is missing",
    "extra_forbidden": "is not known here",
    "none_required": "must be null",
    "string_type": "must be text",
    "string_unicode": "must be valid Unicode",
    "string_too_short": "must have at least {min_length} characters",
    "string_too_long": "must have at most {max_length} characters",
    "bytes_type": "must be text",
    "too_short": "must have at least {min_length} elements",
    "too_long": "must have at most {max_length} elements",
    "greater_than": "must be greater than {gt}",
    "greater_than_equal": "must be at least {ge}",
    "less_than": "must be less than {lt}",
    "less_than_equal": "must be at most {le}",
    "multiple_of": "must be a multiple of {multiple_of}",
    "finite_number": "must be finite",
    "decimal_max_digits": "must have at most {max_digits} digits",
    "decimal_max_places": "must have at most {decimal_places} digits after the point",
    "decimal_whole_digits": "must have at most {whole_digits} digits before the point",
    "int_parsing_size": "is too large",
    "date_past": "must be a day in the past",
    "date_future": "must be a day in the future",
    "enum": "must be one of {expected}",
    "literal_error": "must be one of {expected}",
    "union_tag_invalid": "names none of the known kinds",
    "union_tag_not_found": "does not name its kind",
    "recursion_loop": "must not contain itself",
}
"""By pydantic's type of error; the braces are filled from what the declaration says."""

_FAMILIES = {
    "int_": "must be a whole number",
    "float_": "must be a number",
    "decimal_": "must be a number",
    "bool_": "must be true or false",
    "uuid_": "must be a UUID",
    "datetime_": "must be a moment such as 2027-02-01T12:00:00Z",
    "date_": "must be a day such as 2027-02-01",
    "timezone_": "must be a moment such as 2027-02-01T12:00:00Z",
    "time_": "must be a time such as 14:30",
    "url_": "must be a URL",
    "list_": "must be a list",
    "tuple_": "must be a list",
    "set_": "must be a list",
    "frozen_set_": "must be a list",
    "dict_": "must be an object",
    "mapping_": "must be an object",
    "model_": "must be an object",
    "json_": "must be JSON",
}
_ONE_OF_MANY = re.compile(r"(?<![0-9.])1 (character|element|digit)s\b")
_OTHERWISE = "is not valid"
_OWN_WORDS = ("value_error", "assertion_error")
_OF_THE_LIBRARY = frozenset(get_args(ErrorType))


def sentence_for(error: Mapping[str, Any]) -> str:
    """What one error of pydantic means; what our own validators say stays as they said it."""
    kind: str = error["type"]
    context: Mapping[str, Any] = error.get("ctx") or {}
    if kind in _OWN_WORDS:
        return str(context.get("error") or _OTHERWISE)
    if kind not in _OF_THE_LIBRARY:
        return str(error["msg"])
    if kind == "string_pattern_mismatch":
        return PATTERNS.get(str(context.get("pattern")), "has not the form that is asked for")
    if kind == "string_too_short" and context.get("min_length") == 1:
        return "must not be empty"
    if kind in _KINDS:
        words = _KINDS[kind].format(**{name: _plain(value) for name, value in context.items()})
        return _ONE_OF_MANY.sub(r"1 \1", words)
    family = (words for prefix, words in _FAMILIES.items() if kind.startswith(prefix))
    return next(family, _OTHERWISE)


def _plain(value: Any) -> Any:
    return f"{value:g}" if isinstance(value, float) else value
