"""Whatever refuses what was typed, it is said in German."""

import ast
from pathlib import Path

from pydantic_core._pydantic_core import list_all_errors  # with an example of each

from shared.web import text
from shared.web.kit.errors import german
from shared.web.kit.reasons import CHECK

SAID_EXACTLY = [
    "missing",
    "enum",
    "literal_error",
    "uuid_parsing",
    "string_too_short",
    "string_too_long",
    "too_short",
    "too_long",
    "int_parsing",
    "int_from_float",
    "int_parsing_size",
    "float_parsing",
    "decimal_parsing",
    "finite_number",
    "greater_than",
    "greater_than_equal",
    "less_than",
    "less_than_equal",
    "multiple_of",
    "decimal_max_digits",
    "decimal_whole_digits",
    "decimal_max_places",
    "date_parsing",
    "date_past",
    "date_future",
    "datetime_parsing",
    "time_parsing",
]


def test_no_error_of_pydantic_reaches_a_reader_in_english() -> None:
    exactly = set()
    for known in list_all_errors():
        said = german(
            {
                "type": known["type"],
                "msg": known["example_message_python"],
                "ctx": known.get("example_context") or {},
                "loc": ("x",),
            }
        )
        assert said.startswith(("Bitte", "Diese Zahl")), known["type"]
        assert "{" not in said
        exactly |= {known["type"]} if said != CHECK else set()
    assert set(SAID_EXACTLY) <= exactly


def test_every_reason_of_our_own_texts_has_a_german_one() -> None:
    source = ast.parse(Path(text.__file__).read_text())
    calls = [each for each in ast.walk(source) if isinstance(each, ast.Call) and each.args]
    refusals = [each.args[0] for each in calls if getattr(each.func, "id", "") == "refused"]
    reasons = [reason for each in refusals if (reason := written(each))]
    assert len(reasons) > 7
    said = {each: german({"type": "text_refused", "msg": each, "loc": ("x",)}) for each in reasons}
    assert [reason for reason, german_text in said.items() if german_text == CHECK] == []


def written(reason: ast.expr) -> str:
    """A literal as it reads, with a number where a value is put in."""
    if isinstance(reason, ast.JoinedStr):
        return "".join(written(each) or "80" for each in reason.values)
    return str(reason.value) if isinstance(reason, ast.Constant) else ""
