"""A list as a file: all of it, and nothing in it that a spreadsheet would run."""

import csv
import io
import re
from datetime import UTC, date, datetime

import openpyxl
from httpx2 import AsyncClient

from shared.web.kit.exports import Workbook
from shared.web.kit.words import shown
from tests.shared.web.kit.conftest import LIST
from tests.shared.web.kit.example.service import Example
from tests.shared.web.kit.test_lists import organization, store


async def test_a_list_becomes_a_csv_file_that_runs_no_formula(
    client: AsyncClient, example: Example
) -> None:
    await store(
        example,
        organization("=HYPERLINK(1)", kind="school", school_number="012345", all_day_school=True),
        organization('Bad; "Zur Linde"', kind="brandneu"),
        organization(" +49 2307"),
        organization("＝1+1"),
    )
    answer = await client.get(f"{LIST}?als=csv")
    assert answer.headers["content-type"].startswith("text/csv")
    assert answer.headers["cache-control"] == "no-store"
    assert re.fullmatch(
        r'attachment; filename="organisationen-\d{4}-\d\d-\d\d\.csv"',
        answer.headers["content-disposition"],
    )
    assert answer.content.startswith(b"\xef\xbb\xbfName;Art;Schulnummer;")
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    assert rows[1:] == [
        ["'＝1+1", "Partner", "", "", "nein"],
        ["' +49 2307", "Partner", "", "", "nein"],
        ['Bad; "Zur Linde"', "brandneu", "", "", "nein"],
        ["'=HYPERLINK(1)", "Schule", "012345", "", "ja"],
    ]


BEHIND_WHAT_NOBODY_SEES = ("\t=1", "\r\n-2", "\ufeff=3", "\u200b+4", "\xa0@5", "\u22126", "\tHaus")


async def test_neither_tabs_nor_line_ends_nor_what_nobody_sees_begin_a_formula(
    client: AsyncClient, example: Example
) -> None:
    inside = "Haus\t=7\r@8\r\n-9"
    await store(example, *(organization(name) for name in (*BEHIND_WHAT_NOBODY_SEES, inside)))
    text = (await client.get(f"{LIST}?als=csv")).content.decode("utf-8-sig")
    names = [row[0] for row in csv.reader(io.StringIO(text, newline=""), delimiter=";")][1:]
    assert [each for each in names if not each.startswith("'")] == ["Haus =7\n@8\n-9"]
    assert "\t" not in text
    assert "\r" not in text.replace("\r\n", "")
    book = openpyxl.load_workbook(io.BytesIO((await client.get(f"{LIST}?als=xlsx")).content))
    assert {row[0].data_type for row in book.active.iter_rows()} == {"s"}


async def test_a_list_becomes_a_spreadsheet_with_typed_cells(
    client: AsyncClient, example: Example
) -> None:
    await store(example, organization("=1+1", school_number="012345"))
    answer = await client.get(f"{LIST}?als=xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    assert sheet is not None
    heading, row = list(sheet.iter_rows())
    assert [cell.value for cell in heading][:2] == ["Name", "Art"]
    assert [(cell.value, cell.data_type) for cell in row][:3] == [
        ("=1+1", "s"),
        ("Partner", "s"),
        ("012345", "s"),
    ]


def test_a_day_spreadsheets_do_not_know_is_text() -> None:
    file = io.BytesIO()
    book = Workbook(file, ["Tag"])
    early, noon = datetime(1899, 5, 4, 12, tzinfo=UTC), datetime(2027, 2, 1, 12, tzinfo=UTC)
    days = (date(1, 1, 1), date(1899, 12, 31), date(1900, 2, 28), date(1900, 3, 1))
    book.append([[each] for each in (*days, early, noon)])
    book.close()
    sheet = openpyxl.load_workbook(file).active
    assert sheet is not None
    assert [(str(cell.value), cell.data_type) for [cell] in sheet.iter_rows(min_row=2)] == [
        ("01.01.1", "s"),
        ("31.12.1899", "s"),
        ("28.02.1900", "s"),
        ("1900-03-01 00:00:00", "d"),
        (shown(early), "s"),
        ("2027-02-01 13:00:00", "d"),
    ]


async def test_a_file_holds_all_of_the_search_and_its_order(
    client: AsyncClient, example: Example
) -> None:
    rows = [organization(f"Haus {index:04}") for index in range(2300)]
    await store(example, *rows, organization("Aula"))
    answer = await client.get(f"{LIST}?text=haus&sortiert=-name&als=csv")
    lines = answer.content.decode("utf-8-sig").splitlines()[1:]
    assert [line.partition(";")[0] for line in lines] == [
        f"Haus {index:04}" for index in reversed(range(2300))
    ]
