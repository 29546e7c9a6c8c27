"""A clerk's list as a workbook: the same as its CSV, and refused by the cell where it cannot be."""

from collections.abc import Sequence
from datetime import date
from html import unescape
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from openpyxl import Workbook

from shared.web.kit.uploads import kind_of
from shared.web.kit.workbooks import MAX_UNPACKED
from tests.directory.test_bulk_facts import hired
from tests.directory.test_fact_lists import CHANGED, confirm, send
from tests.directory.test_staff_pages import Clerk, clerk

__all__ = ["clerk"]

HEADING = ("Personalnummer", "Gilt ab", "Schulnummer", "Wochenstunden")
ROW = ("A0", date(2027, 8, 1), 100002, 19.5)


def workbook(*rows: Sequence[Any], more: Sequence[str] = ()) -> bytes:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Änderungen"
    for row in rows:
        sheet.append(list(row))
    for title in more:
        book.create_sheet(title).append(["Personalnummer", "Notizen"])
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def repacked(content: bytes, **changed: bytes) -> bytes:
    """With other parts; ``__`` in a name stands for a slash."""
    parts = {name.replace("__", "/") + ".xml": part for name, part in changed.items()}
    file = BytesIO()
    with ZipFile(BytesIO(content)) as old, ZipFile(file, "w", ZIP_DEFLATED) as new:
        for each in old.namelist():
            new.writestr(each, parts.get(each, old.read(each)))
    return file.getvalue()


async def test_a_workbook_is_shown_first_and_stored_once(clerk: Clerk) -> None:
    await hired(clerk.desk, 2)
    rows = [ROW, ("A1", date(2027, 8, 1), "100002", 30), (None, None), ("A9", "1.8.2027", 1, 1)]
    content = workbook(HEADING, *rows)
    async with clerk.desk.storing_nothing():
        preview = await send(clerk, "aenderungen", content, "liste.xlsx")
    page = unescape(preview.text)
    assert "2 neu, 0 schon gemeldet, 1 abgelehnt" in page
    assert "19,5 Std." in page
    assert "Gelesen ist nur" not in page
    assert (await confirm(clerk, "aenderungen", preview)).status_code == 303
    assert [each["valid_from"] for each in await clerk.desk.announced(CHANGED)] == [
        "2027-08-01"
    ] * 2
    again = await send(clerk, "aenderungen", content, "liste.csv")
    assert "2 schon gemeldet" in again.text


async def test_of_several_sheets_the_first_is_read_and_that_is_said(clerk: Clerk) -> None:
    await hired(clerk.desk, 1)
    content = workbook(HEADING, ROW, more=["Notizen"])
    page = unescape((await send(clerk, "aenderungen", content)).text)
    assert "Gelesen ist nur das erste Blatt, „Änderungen“." in page
    assert "1 neu" in page


BOMB = b"<worksheet>" + b" " * MAX_UNPACKED + b"</worksheet>"
SHEET = "xl__worksheets__sheet1"
REFUSED: dict[str, tuple[bytes, str]] = {
    "a formula": (
        workbook(HEADING, ("A0", "=TODAY()", 100002, 30)),
        "In Zelle B2 steht eine Formel. Bitte fügen Sie dort den Wert ein.",
    ),
    "an error": (workbook(HEADING, ("A0", "#REF!", 100002, 30)), "In Zelle B2 steht ein Fehler"),
    "a bomb": (repacked(workbook(HEADING, ROW), **{SHEET: BOMB}), "entpackt größer als 32 MB"),
    "no table": (repacked(workbook(HEADING, ROW), **{SHEET: b"<x"}), "lässt sich nicht lesen"),
    "entities": (
        repacked(workbook(HEADING, ROW), **{SHEET: b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'}),
        "lässt sich nicht lesen",
    ),
    "too wide": (workbook([*HEADING, *["x"] * 70], ROW), "mehr als 64 Spalten"),
    "too long": (
        workbook(HEADING, *[("A0", "1.8.2027", "100002", 1)] * 5001),
        "Bitte teilen Sie sie in mehrere mit derselben Überschrift",
    ),
    "a cut one": (workbook(HEADING, ROW)[:-40], "lässt sich nicht lesen"),
    "an empty one": (workbook(), "Diese Spalte fehlt"),
}


@pytest.mark.parametrize("case", REFUSED)
async def test_what_cannot_be_read_is_refused_and_says_where(clerk: Clerk, case: str) -> None:
    content, said = REFUSED[case]
    async with clerk.desk.storing_nothing():
        answer = await send(clerk, "aenderungen", content, "liste.xlsx")
    assert answer.status_code == 422
    assert said in unescape(answer.text)


def test_a_workbook_is_known_in_whatever_order_it_was_packed() -> None:
    content = workbook(HEADING, ROW)
    file = BytesIO()
    with ZipFile(BytesIO(content)) as old, ZipFile(file, "w") as new:
        for each in reversed(old.namelist()):
            new.writestr(each, old.read(each))
    assert kind_of(file.getvalue()) == kind_of(content) == "xlsx"
    other = BytesIO()
    with ZipFile(other, "w") as archive:
        archive.writestr("liste.csv", "Personalnummer")
    assert kind_of(other.getvalue()) == "zip"
