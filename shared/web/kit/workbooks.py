"""Workbooks of spreadsheet programs (XLSX) as the CSV that the same table would be saved as.

What is counted, and what is said to be wrong, is then the same for both. Every limit is looked at
before the work that it limits: a workbook is an archive, and unpacked it may be of any size.
"""

import csv
import struct
import zlib
from collections.abc import Iterator
from datetime import date, datetime, time
from io import BytesIO, StringIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, LargeZipFile, ZipFile, is_zipfile

from openpyxl import load_workbook

from shared.german import number
from shared.web.sheets import MAX_COLUMNS, MAX_LINES

MAX_UNPACKED = 32 * 1024 * 1024
MAX_PARTS = 1000
MANIFEST = "xl/workbook.xml"
UNREADABLE = "Die Arbeitsmappe lässt sich nicht lesen. Bitte speichern Sie sie als CSV UTF-8."
DAMAGED = (
    BadZipFile,
    LargeZipFile,
    NotImplementedError,
    RuntimeError,
    OSError,
    ValueError,
    EOFError,
    KeyError,
    struct.error,
    zlib.error,
)
"""What reading an archive ends with that was damaged on its way, or made to be."""
_BROKEN = (*DAMAGED, TypeError, IndexError, AttributeError, SyntaxError)
_XML = (".xml", ".rels")


class Unreadable(Exception):
    """What is wrong, in German."""


def is_workbook(content: bytes) -> bool:
    """Whether it is an archive that says so itself, whatever it is called."""
    if not is_zipfile(BytesIO(content)):
        return False
    try:
        with ZipFile(BytesIO(content)) as archive:
            return MANIFEST in archive.namelist()
    except DAMAGED:
        return False


def as_csv(content: bytes) -> tuple[bytes, str]:
    """The first sheet, and a note where there are others; raises ``Unreadable``. It takes time."""
    text = StringIO()
    try:
        book = load_workbook(_unpacked(content), read_only=True, data_only=False)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()
        csv.writer(text, delimiter=";").writerows(_lines(sheet))
    except _BROKEN:
        raise Unreadable(UNREADABLE) from None
    others = len(book.sheetnames) - 1
    note = f"Gelesen ist nur das erste Blatt, „{sheet.title}“." if others else ""
    return text.getvalue().encode(), note


def _unpacked(content: bytes) -> BytesIO:
    """The same parts without compression, none longer than it says; raises ``Unreadable``.

    A part may say that it is short and go on for ever, which whoever reads it would unpack whole.
    """
    stored = BytesIO()
    with ZipFile(BytesIO(content)) as archive, ZipFile(stored, "w", ZIP_STORED) as copy:
        parts = archive.infolist()
        unpacked = sum(each.file_size for each in parts)
        if len(parts) > MAX_PARTS or unpacked > MAX_UNPACKED:
            most = number(MAX_UNPACKED / 1024 / 1024)
            raise Unreadable(f"Die Arbeitsmappe ist entpackt größer als {most} MB.")
        for each in {part.filename: part for part in parts}.values():
            if each.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
                raise Unreadable(UNREADABLE)
            with archive.open(each) as part:
                data = part.read(each.file_size)
            if each.filename.endswith(_XML) and b"<!DOCTYPE" in data.replace(b"\0", b""):
                raise Unreadable(UNREADABLE)
            copy.writestr(each.filename, data)
    return stored


def _lines(sheet: Any) -> Iterator[list[str]]:
    """Lines without the empty cells at their ends; one column more than may be, to be refused."""
    for line, cells in enumerate(sheet.iter_rows(max_col=MAX_COLUMNS + 1), 1):
        texts = [_text(cell) for cell in cells]
        while texts and not texts[-1]:
            texts.pop()
        if line <= MAX_LINES:
            yield texts
        elif texts:
            raise Unreadable(f"Die Datei hat mehr als {number(MAX_LINES)} Zeilen.")


def _text(cell: Any) -> str:
    """As a spreadsheet program saves it; days as days."""
    value = cell.value
    if value is None:
        return ""
    if cell.data_type == "f":
        text = "In Zelle {} steht eine Formel. Bitte fügen Sie dort den Wert ein."
        raise Unreadable(text.format(cell.coordinate))
    if cell.data_type == "e":
        raise Unreadable(f"In Zelle {cell.coordinate} steht ein Fehler ({value}).")
    if isinstance(value, datetime) and value.time() == time():
        return value.date().isoformat()
    if isinstance(value, datetime | date):
        return value.isoformat(sep=" ") if isinstance(value, datetime) else value.isoformat()
    if isinstance(value, float):
        return f"{value:.10g}"
    return str(value)
