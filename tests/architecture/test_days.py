"""A day is one in Germany: just before midnight in London it is tomorrow already."""

import ast
import re
from pathlib import Path

import pytest

HOME = Path("shared/clock.py")
MODULES = sorted(
    path
    for root in ("services", "shared", "deploy", "tests")
    for path in Path(root).rglob("*.py")
    if path != HOME
)
CALLED = re.compile(r"\.\s*(date|today)\s*\(")
"""What a file without it does not do; to understand a file takes a hundred times as long."""


def utc_days(source: str) -> list[int]:
    """The lines that take the day of a moment, or the machine's today."""
    calls = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    return [
        call.lineno
        for call in calls
        if isinstance(call.func, ast.Attribute)
        and (
            (call.func.attr == "date" and "now(" in ast.unparse(call.func.value))
            or ast.unparse(call.func) == "date.today"
        )
    ]


@pytest.mark.parametrize("source", ["clock.now().date()", "date.today()"])
def test_a_day_of_elsewhere_is_found(source: str) -> None:
    assert utc_days(source) == [1]


def test_a_day_is_taken_in_germany() -> None:
    texts = {str(path): path.read_text() for path in MODULES}
    found = {path: utc_days(text) for path, text in texts.items() if CALLED.search(text)}
    assert {path: lines for path, lines in found.items() if lines} == {}
