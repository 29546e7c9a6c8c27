"""Services name the fields of what they hand on: no ``dict[str, Any]``."""

import ast
import re
from pathlib import Path

CHECKOUT = Path(__file__).parents[2]
UNTYPED = ("dict[str, Any]", "RowOf[Any]", "TableOf[Any]")
SPELT = re.compile(r"\[\s*(str\s*,\s*)?Any\b")
"""What a file without it does not have; to understand a file takes a hundred times as long."""


def untyped(source: str) -> list[str]:
    """Where fields that nobody named are declared; JSON that nothing describes is ``Json``."""
    return [
        f"{node.lineno}: {ast.unparse(node)}"
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Subscript) and ast.unparse(node) in UNTYPED
    ]


def test_services_hand_on_nothing_whose_fields_have_no_types() -> None:
    every = (CHECKOUT / "services").rglob("*.py")
    # Migrations know tables by the names and columns they had then.
    files = [path for path in every if "migrations" not in path.parts]
    assert len(files) > 150
    texts = {path: path.read_text() for path in files}
    spelt = {path: text for path, text in texts.items() if SPELT.search(text)}
    assert [f"{path}:{each}" for path, text in spelt.items() for each in untyped(text)] == []


def test_fields_without_types_are_found() -> None:
    source = "def row(given: dict[str, str]) -> list[dict[str, Any]]: ..."
    assert SPELT.search(source)
    assert untyped(source) == ["1: dict[str, Any]"]
