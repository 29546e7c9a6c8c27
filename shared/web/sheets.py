"""Reads tables as spreadsheets save them: CSV with semicolons, commas or tabs.

Every limit is looked at before the work that it limits.
"""

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from shared.web.decoding import decode, unusable
from shared.web.folding import fold_line
from shared.web.problem import FieldError, Problem

MAX_BYTES = 5 * 1024 * 1024
MAX_LINE = 16 * 1024
"""Characters; a spreadsheet writes as many delimiters as it has columns."""
MAX_COLUMNS = 64
MAX_ROWS = 5000
MAX_LINES = 4 * MAX_ROWS
"""With those that are empty, except at the end."""

_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
"""How files of spreadsheet programs begin: of today, and of before 2007."""
_LINE_END = re.compile(rb"[\r\n]")
_DELIMITERS = ";\t,"
_QUOTED = re.compile(r'"[^"]*"')
_NAMED_DELIMITER = re.compile(r"sep=([;\t,])(?=[\r\n])", re.IGNORECASE)
_GERMAN_DAY = re.compile(r"([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{4})(?: 0?0:00(?::00)?)?")


@dataclass(frozen=True)
class Columns:
    """Names of columns, what headings in other words mean, and which must be there."""

    required: Sequence[str]
    optional: Sequence[str]
    headings: Mapping[str, str]

    @property
    def called(self) -> dict[str, str]:
        """The heading of each column that has one, by its name, in the order of ``headings``."""
        return {name: heading for heading, name in self.headings.items()}

    def name_of(self, heading: str) -> str:
        """The column's name, however the heading is capitalized; itself if it is not known."""
        folded = {each.casefold(): name for each, name in self.headings.items()}
        return folded.get(heading.casefold(), heading.casefold())


@dataclass(frozen=True)
class SheetRow:
    """A row below the heading, counted from 1: its cells by column, and what is wrong with it."""

    number: int
    cells: Mapping[str, str]
    errors: tuple[FieldError, ...] = ()


@dataclass(frozen=True)
class Sheet:
    """The columns there are, and the rows that are not empty."""

    columns: frozenset[str]
    rows: Sequence[SheetRow]


def read_sheet(body: bytes, columns: Columns) -> Sheet:
    """Raises ``Problem`` if the file or its heading cannot be used."""
    if len(body) > MAX_BYTES:
        raise Problem(413, "content-too-large", "The file is too large")
    if body.startswith(_WORKBOOKS):
        raise unusable("This is a workbook; save it as CSV UTF-8.")
    _refuse_long_lines(body)
    records = _records(decode(body))
    names = _heading(next(filter(_is_filled, records), []), columns)
    rows: list[SheetRow] = []
    for number, cells in enumerate(records, 1):
        if _is_filled(cells):
            refuse_more_than(MAX_ROWS, len(rows) + 1)
            rows.append(_row(number, cells, names, columns))
    if not rows:
        raise unusable("The file contains no row")
    return Sheet(frozenset(filter(None, names)), rows)


def refuse_more_than(most: int, rows: int) -> None:
    """Raise ``Problem`` if there are too many rows."""
    if rows > most:
        raise unusable(f"The file has more than {most} rows")


def iso_day(day: str) -> str:
    """A German date, also with midnight behind it, as an ISO one; anything else as it is."""
    if found := _GERMAN_DAY.fullmatch(day):
        date, month, year = found.groups()
        return f"{year}-{month:0>2}-{date:0>2}"
    return day.removesuffix(" 00:00:00")


def _refuse_long_lines(body: bytes) -> None:
    """Before anything is made of the bytes; a character has four at most."""
    start = 0
    for number in range(1, MAX_LINES + 1):
        found = _LINE_END.search(body, start, start + 4 * MAX_LINE + 1)
        if found is None:
            _refuse_long_line(number, len(body) - start, 4 * MAX_LINE)
            return
        start = found.end()


def _refuse_long_line(number: int, length: int, most: int) -> None:
    if length > most:
        raise unusable(f"line {number} has more than {MAX_LINE} characters")


def _records(text: str) -> Iterator[list[str]]:
    """What stands between delimiters, line by line; a quoted cell may hold several lines."""
    if named := _NAMED_DELIMITER.match(text):
        delimiter, text = named[1], text[named.end() :]
    else:
        delimiter = _delimiter(text)
    text = _without_empty_end(text, delimiter)
    reader = csv.reader(_lines(text), delimiter=delimiter, strict=True)
    while True:
        began = reader.line_num + 1
        try:
            yield next(reader)
        except StopIteration:
            return
        except csv.Error:
            raise unusable(f"line {began}: the quotation marks do not match") from None


def _lines(text: str) -> Iterator[str]:
    for number, line in enumerate(io.StringIO(text, newline=""), 1):
        if number > MAX_LINES:
            raise unusable(f"The file has more than {MAX_LINES} lines")
        _refuse_long_line(number, len(line), MAX_LINE)
        yield line


def _without_empty_end(text: str, delimiter: str) -> str:
    """A formatted sheet may end with a million of empty lines."""
    end = len(text.rstrip(f"\r\n \u00a0{delimiter}"))
    line_end = re.compile(r"[\r\n]").search(text, end)
    return text[: line_end.start()] if line_end else text


def _delimiter(text: str) -> str:
    """What separates most in the first line that is not empty."""
    begin = re.search(rf"[^\s{_DELIMITERS}]", text)
    start = max(text.rfind(end, 0, begin.start()) for end in "\r\n") + 1 if begin else 0
    line = re.split(r"[\r\n]", text[start : start + MAX_LINE], maxsplit=1)[0]
    return max(_DELIMITERS, key=_QUOTED.sub("", line).count)


def _is_filled(cells: Sequence[str]) -> bool:
    return any(cells) and bool(_fold("".join(cells)))


def _heading(cells: Sequence[str], columns: Columns) -> list[str]:
    """Names by place, empty where a column has none; raises ``Problem``."""
    filled = _without_empty_cells(cells)
    if len(filled) > MAX_COLUMNS:
        raise unusable(f"The heading has more than {MAX_COLUMNS} columns")
    names = [columns.name_of(_fold(cell)) for cell in filled]
    errors = [
        FieldError(name, "this column is missing") for name in columns.required if name not in names
    ]
    known = {*columns.required, *columns.optional}
    for index, name in enumerate(names):
        if name and name not in known:
            errors.append(FieldError(f"column {index + 1}", "this heading is not known"))
        elif name and name in names[:index]:
            errors.append(FieldError(name, "this column stands there twice"))
    if errors:
        raise Problem(422, "invalid-file", "The heading cannot be used", errors=errors)
    return names


def _row(number: int, cells: Sequence[str], names: Sequence[str], columns: Columns) -> SheetRow:
    """Cells that are missing at the end are empty, if they may be; those beyond must be."""
    folded = [(name, _fold(cell)) for name, cell in zip(names, cells, strict=False)]
    named = {name: cell for name, cell in folded if name and cell}
    missing = set(names[len(cells) :])
    beyond = cells[len(names) :]
    if missing.intersection(columns.required) or _is_filled(beyond):
        count = len(_without_empty_cells(cells)) if beyond else len(cells)
        reason = f"has {count} cells where the heading has {len(names)}"
        return SheetRow(number, named, (FieldError("row", reason),))
    for place, (name, cell) in enumerate(folded, 1):
        if cell and not name:
            reason = f"has a value in column {place}, which has no heading"
            return SheetRow(number, named, (FieldError("row", reason),))
    return SheetRow(number, named)


def _without_empty_cells(cells: Sequence[str]) -> Sequence[str]:
    """Without those at the end."""
    for length in range(len(cells), 0, -1):
        if _is_filled(cells[length - 1 : length]):
            return cells[:length]
    return []


def _fold(cell: str) -> str:
    return fold_line(cell).strip()
