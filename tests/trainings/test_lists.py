"""Badges and lists name who has a seat, whole; and to the others only who has agreed to it."""

import csv
import io

import openpyxl
import pytest
import segno
from sqlalchemy import select

from services.trainings.badges.queries import BADGES, content
from services.trainings.door_codes.models import door_codes
from services.trainings.door_codes.values import CHECK_IN, Shown
from shared.web.pdf import typeset
from tests.conftest import OpenHouse
from tests.house import URL
from tests.pdf_codes import codes
from tests.pdf_text import lines
from tests.trainings.meeting import CATALOGUE, HTML, meeting

MILLIMETRE = 72 / 25.4
ROOM = 77 * MILLIMETRE + 0.5
LONG = "Friederike-Charlotte Müller-Lüdenscheidt-von Hohenstein-Öztürk"
BOUNDLESS = "Ngarangninggarrawatarrawatangninggarrawatarrawatangninggarrawatarra" * 2


@pytest.mark.parametrize(
    ("name", "rows", "smallest"),
    [
        ("Nele Ahrens", 1, 26),
        ("Anna-Katharina Lüttringhaus", 1, 16),
        (LONG, 2, 8),
        ("Wolfeschlegelsteinhausenbergerdorff Bartholomäus-Maximilian", 2, 8),
        (BOUNDLESS, 0, 8),
    ],
)
async def test_a_badge_bears_the_whole_name_within_its_edges(
    name: str, rows: int, smallest: float
) -> None:
    pdf = await typeset(
        BADGES,
        content("Fachtag", [(name, "Diakonie", Shown("0" * 16, "https://example.org").drawing)]),
    )
    found = [each for each in lines(pdf) if each.text.strip() not in ("Fachtag", "Diakonie", "")]
    said = "".join(each.text for each in found).replace("\u200b", "")
    assert said.replace(" ", "") == name.replace(" ", "")
    assert max(each.width for each in found) <= ROOM
    assert min(each.size for each in found) >= smallest
    assert not rows or len(found) == rows


async def test_lists_and_badges_have_who_is_confirmed_and_nobody_who_waits(
    open_house: OpenHouse,
) -> None:
    held = await meeting(open_house, capacity="1")
    evil, waits = await held.somebody("Über =HYPERLINK"), await held.somebody("Jan Beck")
    for each in (evil, waits):
        await held.register(each)
    page = await held.page("/listen")
    assert "Über" in page
    assert "Beck" not in page
    for name in ("namensschilder", "teilnehmende"):
        file = await held.http.get(f"/trainings/veranstaltungen/{held.id}/listen/{name}/datei")
        text = "".join(each.text for each in lines(file.content))
        assert ("HYPERLINK" in text, "Beck" in text) == (True, False)


async def test_badges_bear_a_code_for_the_door_once_the_office_has_made_them(
    open_house: OpenHouse,
) -> None:
    held = await meeting(open_house, capacity="1")
    for each in ("Nele Ahrens", "Jan Beck"):
        await held.register(await held.somebody(each))
    file = f"/trainings/veranstaltungen/{held.id}/listen/namensschilder/datei"
    assert codes((await held.http.get(file)).content, "QR-Code") == []
    assert await held.house.rows("trainings", select(door_codes)) == []
    for _ in range(2):
        assert (await held.post("/listen/einlass")).status_code == 303
    [code] = await held.house.rows("trainings", select(door_codes))
    assert str(code.registration_id) == await held.entry(held.people[0])
    [drawn] = codes((await held.http.get(file)).content, "QR-Code zum Einchecken")
    address = f"{URL}{CHECK_IN}/{code.code}"
    assert drawn == [list(row) for row in segno.make(address, error="m").matrix]
    led = await held.http.get(address.removeprefix(URL), headers=HTML)
    assert (led.status_code, "Nele Ahrens" in led.text) == (200, True)


async def test_files_open_in_german_spreadsheets_and_run_no_formula(open_house: OpenHouse) -> None:
    held = await meeting(open_house)
    await held.register(await held.somebody("=HYPERLINK(1) Öz"))
    address = f"/trainings/veranstaltungen/{held.id}/listen"
    raw = (await held.http.get(f"{address}?als=csv")).content
    assert raw.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(raw.decode("utf-8-sig")), delimiter=";"))
    assert rows[1][0] == "'=HYPERLINK(1) Öz"
    book = openpyxl.load_workbook(io.BytesIO((await held.http.get(f"{address}?als=xlsx")).content))
    cell = book.worksheets[0]["A2"]
    assert (cell.value, cell.data_type) == ("=HYPERLINK(1) Öz", "s")


async def test_participants_see_only_who_has_agreed_and_nobody_agrees_by_default(
    open_house: OpenHouse,
) -> None:
    held = await meeting(open_house, days=3)
    nele, jan = await held.somebody("Nele Ahrens"), await held.somebody("Jan Beck")
    outside = await held.somebody("Ida Cors")
    for each in (nele, jan):
        await held.register(each)
    path = f"{CATALOGUE}/{held.id}/teilnehmende"
    assert "Noch niemand" in (await jan.get(path)).text
    assert (await nele.post(path, agrees="ja")).status_code == 303
    seen = (await jan.get(path)).text
    assert "<li>Nele Ahrens" in seen
    assert "<li>Jan Beck" not in seen
    assert (await outside.get(path)).status_code == 404
    await nele.post(path)
    assert "<li>Nele Ahrens" not in (await jan.get(path)).text
