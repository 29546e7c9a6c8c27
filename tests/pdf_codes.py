"""The QR codes that are drawn in a PDF, read back from the strokes on its pages."""

import io
from collections.abc import Iterator
from typing import Any

import pikepdf

Matrix = list[list[int]]
"""1 is dark; without the quiet zone."""


def codes(content: bytes, label: str) -> list[Matrix]:
    """Those whose alternative text is ``label``, in the order of the file."""
    with pikepdf.open(io.BytesIO(content)) as file:
        return [each for page in file.pages for each in _codes(page, label)]


def _codes(page: Any, label: str) -> Iterator[Matrix]:
    inside, at, dark = False, (0.0, 0.0), set[tuple[int, int]]()
    for step in pikepdf.parse_content_stream(page):
        operands: Any = step.operands
        match str(step.operator):
            case "BDC":
                inside, dark = label in str(operands[1].get("/Alt", "")), set()
            case "m" if inside:
                at = float(operands[0]), float(operands[1])
            case "l" if inside and float(operands[1]) == at[1] and at[1] % 1 == 0.5:
                columns = range(round(at[0]), round(float(operands[0])))
                dark |= {(int(at[1]), column) for column in columns}
            case "EMC" if inside:
                inside = False
                yield _square(dark)


def _square(dark: set[tuple[int, int]]) -> Matrix:
    """Its corners are dark, except for one."""
    top, left = min(row for row, _ in dark), min(column for _, column in dark)
    size = max(column for _, column in dark) - left + 1
    return [[int((top + y, left + x) in dark) for x in range(size)] for y in range(size)]
