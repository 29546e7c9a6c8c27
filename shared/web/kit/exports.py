"""A list as a file: CSV as German spreadsheets open it, or XLSX; read by key and never held whole.

A cell that a spreadsheet would take for a formula is shown as text (CSV: an apostrophe before it).
"""

import asyncio
import csv
import io
import re
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from tempfile import TemporaryFile
from typing import IO, Any, TypeVar

import xlsxwriter
from fastapi import Request, Response
from fastapi.responses import StreamingResponse

from shared.clock import BERLIN
from shared.context import context_of
from shared.database.paging import Page
from shared.web.audit import EXPORT, record_apart
from shared.web.kit.uploads import KINDS
from shared.web.kit.words import shown

Item = TypeVar("Item")
FIRST_DAY = date(1900, 3, 1)
"""Of XLSX; before it, programs count differently, or not at all."""
CHUNK_ROWS = 1000
CHUNK_BYTES = 64 * 1024
_UNSEEN = r"[\s\x00-\x1f\x7f-\xa0\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]"
_FORMULA = re.compile(rf"{_UNSEEN}*[=+\-@\u2212＝＋－＠]|[\t\r\n]")
"""Also in the width of East Asian letters, and after what nobody sees, as some spreadsheets do."""
_BREAKS = str.maketrans({"\t": " ", "\r": "\n"})
"""No cell ends, and none begins, where a program takes tabs or line ends for delimiters."""


FORMATS = {name: KINDS[name] for name in ("csv", "xlsx")}
"""What a reader calls it, and its media type."""


def export(request: Request, page: Page[Any]) -> Response:
    """The whole list as the file ``page`` asks for; the rows are read while it is sent."""
    name = page.wanted.export
    write = {"csv": _csv, "xlsx": _xlsx}[name]
    what = request.url.path.rstrip("/").rpartition("/")[2]
    headers = attachment(request, what, name)
    return StreamingResponse(write(request, page), headers=headers, media_type=FORMATS[name][1])


async def whole(request: Request, page: Page[Item]) -> AsyncIterator[Sequence[Item]]:
    """The list, some rows at a time; no transaction lasts longer than one of these."""
    await record_apart(request, EXPORT)
    wanted = replace(page.wanted, export="", position=None, backwards=False, size=CHUNK_ROWS)
    while True:
        async with context_of(request).database.reading() as session:
            found = await page.fetch(session, wanted)
        yield found.items
        if not found.has_next or found.last is None:
            return
        wanted = replace(wanted, position=found.last)


async def _rows(request: Request, page: Page[Any]) -> AsyncIterator[list[list[Any]]]:
    async for items in whole(request, page):
        yield [[column.value(row) for column in page.columns] for row in items]


def attachment(request: Request, what: str, ending: str) -> dict[str, str]:
    """Headers of a file to keep, called ``what`` and today."""
    file = f"{what}-{context_of(request).clock.now().astimezone(BERLIN):%Y-%m-%d}.{ending}"
    return {
        "Content-Disposition": f'attachment; filename="{file}"',
        "Cache-Control": "no-store",
    }


async def _csv(request: Request, page: Page[Any]) -> AsyncIterator[bytes]:
    yield ("\ufeff" + _lines([[_text_cell(column.label) for column in page.columns]])).encode()
    async for rows in _rows(request, page):
        yield _lines([[_text_cell(cell) for cell in row] for row in rows]).encode()


def _lines(rows: Sequence[Sequence[str]]) -> str:
    text = io.StringIO()
    csv.writer(text, delimiter=";", lineterminator="\r\n").writerows(rows)
    return text.getvalue()


def _text_cell(value: Any) -> str:
    if value is None:
        return ""
    text = shown(value)
    escaped = f"'{text}" if isinstance(value, str) and _FORMULA.match(text) else text
    return escaped.replace("\r\n", "\n").translate(_BREAKS)


async def _xlsx(request: Request, page: Page[Any]) -> AsyncIterator[bytes]:
    with TemporaryFile() as file:
        book = Workbook(file, [column.label for column in page.columns])
        async for rows in _rows(request, page):
            await asyncio.to_thread(book.append, rows)
        await asyncio.to_thread(book.close)
        file.seek(0)
        while chunk := await asyncio.to_thread(file.read, CHUNK_BYTES):
            yield chunk


class Workbook:
    """One sheet, written row by row, so that memory does not grow with it."""

    def __init__(self, file: IO[bytes], headings: Sequence[str]) -> None:
        self._book = xlsxwriter.Workbook(
            file, {"constant_memory": True, "default_date_format": "dd.mm.yyyy"}
        )
        self._moment = self._book.add_format({"num_format": "dd.mm.yyyy hh:mm"})
        self._sheet = self._book.add_worksheet()
        self._sheet.freeze_panes(1, 0)
        self._sheet.set_column(0, len(headings) - 1, 24)
        self._next = 0
        bold = self._book.add_format({"bold": True})
        for column, heading in enumerate(headings):
            self._sheet.write_string(0, column, heading, bold)

    def append(self, rows: Sequence[Sequence[Any]]) -> None:
        for row in rows:
            self._next += 1
            for column, value in enumerate(row):
                self._cell(column, value)

    def close(self) -> None:
        self._book.close()

    def _cell(self, column: int, value: Any) -> None:
        """Text is never taken for a formula or an address."""
        match value:
            case date() if (value.year, value.month) < (FIRST_DAY.year, FIRST_DAY.month):
                self._sheet.write_string(self._next, column, shown(value))
            case datetime():
                local = value.astimezone(BERLIN).replace(tzinfo=None)
                self._sheet.write_datetime(self._next, column, local, self._moment)
            case None | int() | float() | Decimal() | date() if not isinstance(value, bool):
                self._sheet.write(self._next, column, value)
            case _:
                self._sheet.write_string(self._next, column, shown(value))
