"""Services name the fields of what they hand on: no ``dict[str, Any]``."""

import ast
from pathlib import Path

CHECKOUT = Path(__file__).parents[2]
UNTYPED = ("dict[str, Any]", "RowOf[Any]", "TableOf[Any]")


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
    assert [f"{path}:{each}" for path in files for each in untyped(path.read_text())] == []


def test_fields_without_types_are_found() -> None:
    assert untyped("def row(given: dict[str, str]) -> list[dict[str, Any]]: ...") == [
        "1: dict[str, Any]"
    ]
