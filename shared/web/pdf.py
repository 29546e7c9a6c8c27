"""Tables as a PDF that everybody can read: tagged (PDF/UA-1), with a title and a language.

Typst sets it. Texts are handed over as data and never as its source, so that none is taken for
markup. The same content is the same file, byte for byte.
"""

import asyncio
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, Literal

import orjson
import typst

from shared.web.kit.words import shown

_GERMAN = str.maketrans(",.", ".,")
_ABSENT = re.compile(
    r'(?:the text|contains the disallowed codepoint|the PDF contains the codepoint) `"([^"]+)"`'
)
"""Of the private area the font has some, which no archive takes."""
_ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")
_SQUARE = "\N{WHITE SQUARE}"
TRIES = 4
"""A square may let others be told that were not before."""
Standard = Literal["a-2a", "ua-1"]
_SOURCE = Path(__file__).parent / "templates" / "pdf" / "tables.typ"


@dataclass(frozen=True)
class Table:
    """One table below a heading; columns in ``numeric`` are set to the right, the last row bold."""

    heading: str
    columns: Sequence[str]
    rows: Sequence[Sequence[str]]
    numeric: Sequence[int] = ()


@dataclass(frozen=True)
class Section:
    """Paragraphs below a heading."""

    heading: str
    paragraphs: Sequence[str]


@dataclass(frozen=True)
class Document:
    """What stands on the pages, from top to bottom."""

    title: str
    facts: Sequence[tuple[str, str]]
    """Label and text of what it is about."""
    tables: Sequence[Table]
    notes: Sequence[str] = ()
    sections: Sequence[Section] = ()
    """Before the tables."""
    upright: bool = False
    """Whether the paper stands, as suits text."""


def table_of(
    heading: str,
    columns: Sequence[str],
    rows: Sequence[Sequence[Any]],
    numeric: Sequence[int] = (),
) -> Table:
    """With each value in words; numbers bear two places, so that they stand below each other."""
    texts = [[_text(cell) for cell in row] for row in rows]
    return Table(heading, columns, texts, numeric)


def _text(value: Any) -> str:
    if isinstance(value, Decimal):
        return f"{value:,.2f}".translate(_GERMAN)
    return "" if value is None or value == "" else shown(value)


async def pdf_of(document: Document) -> bytes:
    """The file; beside the event loop, because thousands of rows take a second or two."""
    return await typeset(_SOURCE, asdict(document))


async def typeset(
    source: Path,
    content: Mapping[str, Any],
    standards: tuple[Standard, ...] = ("ua-1",),
    timestamp: datetime | None = None,
) -> bytes:
    """What a Typst file makes of the content, with ``timestamp`` as its date.

    A character that the font has not is a square, in place of no file at all.
    """
    text = orjson.dumps(content).decode()
    return await asyncio.to_thread(_set, _source(source), text, standards, timestamp)


def _set(
    source: bytes, content: str, standards: tuple[Standard, ...], timestamp: datetime | None
) -> bytes:
    for _ in range(TRIES):
        try:
            return _compiled(source, content, standards, timestamp)
        except typst.TypstError as error:
            absent = _absent_in(error)
            if not absent:
                raise
        content = content.translate(dict.fromkeys(absent, _SQUARE))
    return _compiled(source, content, standards, timestamp)


def _compiled(
    source: bytes, content: str, standards: tuple[Standard, ...], timestamp: datetime | None
) -> bytes:
    made: bytes = typst.compile(
        source,
        format="pdf",
        pdf_standards=[*standards],
        sys_inputs={"content": content},
        ignore_system_fonts=True,
        timestamp=timestamp,
    )
    return made


def _absent_in(error: typst.TypstError) -> set[int]:
    """The characters that an error says no font has; of a letter with a mark it is the mark."""
    texts = [_ESCAPED.sub(_character, each) for each in _ABSENT.findall(error.diagnostic)]
    return {ord(each) for text in texts for each in _strange_in(text)} - {ord(_SQUARE)}


def _strange_in(text: str) -> list[str]:
    marks = [each for each in text if unicodedata.category(each)[0] in "MC"]
    return marks or [each for each in text if not each.isascii()]


def _character(found: re.Match[str]) -> str:
    return chr(int(found[1], 16))


@cache
def _source(path: Path) -> bytes:
    return path.read_bytes()
