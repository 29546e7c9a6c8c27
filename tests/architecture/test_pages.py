"""There is one way to make a page, and it is the kit's."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parents[2]
MAILS = CHECKOUT / "services" / "notifications" / "mails"
"""Mails have a frame of their own."""
OTHER_WAYS = re.compile(r"APIRouter|^(?:from|import) jinja2|HTMLResponse\(.*\.render", re.MULTILINE)
EXTENDS = re.compile(r'{% extends "([^"]+)" %}')


def made_otherwise(source: str) -> bool:
    return bool(OTHER_WAYS.search(source))


def templates() -> Iterator[Path]:
    for path in (CHECKOUT / "services").glob("*/*/templates/*.html"):
        if not path.is_relative_to(MAILS):
            yield path


def test_pages_are_made_with_the_kit_only() -> None:
    modules = list((CHECKOUT / "services").glob("*/*/pages.py"))
    assert len(modules) > 7
    assert [str(path) for path in modules if made_otherwise(path.read_text())] == []


@pytest.mark.parametrize(
    "source",
    [
        "pages = APIRouter(prefix='/x')",
        "from jinja2 import Environment",
        "return HTMLResponse(template.render(a=1))",
    ],
)
def test_another_way_is_found(source: str) -> None:
    assert made_otherwise(f"import os\n{source}\n")


def test_every_whole_page_extends_one_of_the_kit() -> None:
    bases = {found[1] for path in templates() if (found := EXTENDS.search(path.read_text()))}
    assert bases == {"kit/page.html", "kit/confirm.html"}


def test_no_template_imports_what_the_kit_gives_to_all() -> None:
    imports = re.compile(r"components\.html")
    assert [str(path) for path in templates() if imports.search(path.read_text())] == []
