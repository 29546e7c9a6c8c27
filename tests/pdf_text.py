"""The text of a PDF, line by line, with the size of its letters and how wide it is."""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pikepdf

_PAIR = re.compile(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>")


@dataclass
class Line:
    """What one text object says; ``width`` is in points."""

    text: str
    size: float
    width: float


def lines(content: bytes) -> list[Line]:
    """Of all pages, in the order of the file."""
    with pikepdf.open(io.BytesIO(content)) as file:
        return [each for page in file.pages for each in _lines(page)]


def _lines(page: Any) -> Iterator[Line]:
    fonts = {name: _font(each) for name, each in page.Resources.Font.items()}
    letters: dict[int, str] = {}
    widths: dict[int, float] = {}
    line = Line("", 0, 0)
    for step in pikepdf.parse_content_stream(page):
        operands: Any = step.operands
        operator = str(step.operator)
        match operator:
            case "BT":
                line = Line("", line.size, 0)
            case "Tf":
                letters, widths = fonts[str(operands[0])]
                line.size = float(operands[1])
            case "TJ" | "Tj":
                for each in operands[0] if operator == "TJ" else operands:
                    _say(line, each, letters, widths)
            case "ET":
                yield line


def _say(line: Line, each: Any, letters: dict[int, str], widths: dict[int, float]) -> None:
    if not isinstance(each, pikepdf.String):
        line.width -= float(each) / 1000 * line.size
        return
    raw = bytes(each)
    for at in range(0, len(raw), 2):
        code = int.from_bytes(raw[at : at + 2])
        line.text += letters.get(code, "?")
        line.width += widths.get(code, 1000) / 1000 * line.size


def _font(font: Any) -> tuple[dict[int, str], dict[int, float]]:
    table = font.ToUnicode.read_bytes().decode("latin-1")
    letters = {
        int(code, 16): bytes.fromhex(text).decode("utf-16-be")
        for code, text in _PAIR.findall(table)
    }
    widths: dict[int, float] = {}
    given = list(font.DescendantFonts[0].W)
    while given:
        first, second = int(given.pop(0)), given.pop(0)
        if isinstance(second, pikepdf.Array):
            widths |= {first + n: float(each) for n, each in enumerate(second)}
        else:
            widths |= dict.fromkeys(range(first, int(second) + 1), float(given.pop(0)))
    return letters, widths
