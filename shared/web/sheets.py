"""Reads tables as spreadsheets save them: CSV in UTF-8 or Windows-1252, comma or semicolon."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from shared.web.problem import FieldError, Problem

MOST_ROWS = 5000
MOST_BYTES = 5 * 1024 * 1024


@dataclass(frozen=True)
class Columns:
    """Names of columns, what headings in other words mean, and which must be there."""

    required: Sequence[str]
    optional: Sequence[str]
    headings: Mapping[str, str]


@dataclass(frozen=True)
class SheetRow:
    """A row below the heading, counted from 1: its cells by column, or what is wrong with it."""

    number: int
    cells: Mapping[str, str]
    errors: tuple[FieldError, ...] = ()


def read_sheet(body: bytes, columns: Columns) -> list[SheetRow]:
    """The rows that are not empty; raises ``Problem`` if the heading cannot be used."""
    text = _text(body)
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    try:
        cells = list(lines)
    except csv.Error as error:
        detail = f"line {lines.line_num}: {error}"
        raise Problem(422, "invalid-file", "The CSV cannot be read", detail) from None
    heading, rows = _heading(cells[0] if cells else [], columns), cells[1:]
    refuse_length(len(rows))
    return list(_rows(heading, rows))


def refuse_length(rows: int) -> None:
    """Raise ``Problem`` for an empty file and for one with too many rows."""
    if rows == 0:
        raise Problem(422, "invalid-file", "The file contains no row")
    if rows > MOST_ROWS:
        detail = f"{rows} rows where {MOST_ROWS} are the most"
        raise Problem(422, "invalid-file", "The file has too many rows", detail)


def iso_day(day: str) -> str:
    """A German date as an ISO one; anything else as it is."""
    try:
        return datetime.strptime(day, "%d.%m.%Y").date().isoformat()  # noqa: DTZ007
    except ValueError:
        return day


def _rows(heading: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[SheetRow]:
    for number, cells in enumerate(rows, 1):
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) != len(heading):
            reason = f"has {len(cells)} cells where the heading has {len(heading)}"
            yield SheetRow(number, {}, (FieldError("row", reason),))
            continue
        stripped = zip(heading, (cell.strip() for cell in cells), strict=True)
        yield SheetRow(number, {name: cell for name, cell in stripped if cell})


def _text(body: bytes) -> str:
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = body.decode("cp1252", "replace")
    if "\0" in text:
        raise Problem(422, "invalid-file", "The file contains NUL characters")
    return text


def _delimiter(text: str) -> str:
    first = text.partition("\n")[0]
    return ";" if first.count(";") >= first.count(",") else ","


def _heading(cells: Sequence[str], columns: Columns) -> list[str]:
    words = [cell.strip().lower() for cell in cells]
    names = [columns.headings.get(word, word) for word in words]
    errors = [
        FieldError(name, "this column is missing") for name in columns.required if name not in names
    ]
    known = {*columns.required, *columns.optional}
    for index, name in enumerate(names):
        if name not in known:
            errors.append(FieldError(f"column {index + 1}", "this heading is not known"))
        elif name in names[:index]:
            errors.append(FieldError(name, "this column stands there twice"))
    if errors:
        raise Problem(422, "invalid-file", "The heading cannot be used", errors=errors)
    return names
