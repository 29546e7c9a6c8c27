"""A school list is previewed on a page, and only then imported."""

import re
from random import Random
from typing import Any

import pytest
from httpx2 import URL, Response

from tests.directory.conftest import Desk
from tests.directory.test_organization_pages import (
    API,
    HTML,
    LIST,
    MUNICIPALITY,
    SCHOOL,
    address_of,
    office,
    on_both,
    page,
    post,
    rows_of,
    said,
    version,
)

__all__ = ["office"]


HEADING = "Schulnummer;Schule;Schulform;OGS;Leitung Vorname;Leitung Nachname;Leitung E-Mail"


async def upload(desk: Desk, *rows: str, heading: str = HEADING) -> Response:
    content = "\n".join([heading, *rows]).encode()
    files: Any = {"file": ("schulen.csv", content, "text/csv")}
    return await desk.house.http.post(f"{LIST}/import", files=files, headers=HTML)


async def take_over(desk: Desk, preview: Response) -> Response:
    """What happens when the button under a preview is pressed."""
    [kept] = re.findall(r'name="kept" value="([^"]+)"', preview.text)
    return await post(desk, "/import/uebernehmen", kept=kept)


NEW = "199998;Neue Schule;Grundschule;ja;Eva;Kern;e.kern@example.org"


CHANGED = "100002;Regenbogenschule;Grundschule;nein;Ole;Brandt;o.brandt@example.org"


SAME = (
    "100001;Grundschule am Lindenhain (Beispiel);Grundschule;ja;"
    "Claudia;Reinders;claudia.reinders@example.org"
)


BAD = "10000x;Falsche Schule;Raumschule;ja;;;"


@on_both
async def test_a_list_is_previewed_and_only_then_imported(office: Desk) -> None:
    async with office.storing_nothing():
        preview = await upload(office, NEW, CHANGED, SAME, BAD)
    text = said(preview)
    assert preview.status_code == 200, text
    assert "1 neu, 1 geändert, 1 unverändert, 1 abgelehnt" in text
    assert "Falsche Schule 4 Schulnummer: Bitte geben Sie genau sechs Ziffern an." in text
    assert "Neue Schule 1 199998 Grundschule ja" in text
    assert "2 Schule Regenbogen-Grundschule (Beispiel) Regenbogenschule" in text
    assert "Falsche Schule 4 Schulform: Diese Schulform kennen wir nicht." in text
    assert "OGS ja nein" in text
    assert "Schulleitung Thomas Averbeck, thomas.averbeck@example.org Ole Brandt" in text
    done = await take_over(office, preview)
    assert done.status_code == 303
    assert "2 Schulen übernommen." in said(await office.house.http.get(LIST, headers=HTML))
    again = await upload(office, NEW, CHANGED, SAME)
    assert "0 neu, 0 geändert, 3 unverändert, 0 abgelehnt" in said(again)
    assert "Nichts zu übernehmen" in said(again)


async def test_a_cell_nobody_understands_does_not_end_all_day_school(office: Desk) -> None:
    known = SAME.replace(";ja;", ";{};")
    async with office.storing_nothing():
        preview = await upload(office, known.format("vielleicht"))
    assert "0 neu, 0 geändert, 0 unverändert, 1 abgelehnt" in said(preview)
    assert "Lindenhain (Beispiel) 1 OGS: Bitte schreiben Sie „ja“ oder „nein“." in said(preview)
    for cell in ("Ja", "X", "1"):
        assert "1 unverändert, 0 abgelehnt" in said(await upload(office, known.format(cell)))
    for cell in ("Nein", "n", "0", "-", "–", ""):
        assert "OGS ja nein" in said(await upload(office, known.format(cell)))


async def test_who_confirms_an_import_twice_reads_that_it_is_done(office: Desk) -> None:
    preview = await upload(office, NEW)
    assert (await take_over(office, preview)).status_code == 303
    async with office.storing_nothing():
        again = await take_over(office, preview)
    assert (again.status_code, again.headers["location"]) == (303, LIST)
    assert "Alles ist schon übernommen." in said(await page(office))


async def test_one_school_is_imported_in_the_singular(office: Desk) -> None:
    assert (await take_over(office, await upload(office, NEW))).status_code == 303
    assert "1 Schule übernommen." in said(await page(office))


async def test_a_list_that_hardly_gets_smaller_can_be_imported_after_its_preview(
    office: Desk,
) -> None:
    """What is in its cells cannot be compressed: the preview is sent back at full length."""
    dice = Random(7)
    rows = [
        f"{number};Schule {number};Grundschule;{dice.randbytes(5000).hex()};;;"
        for number in range(190000, 190400)
    ]
    preview = await upload(office, *rows, NEW)
    assert "1 neu, 0 geändert, 0 unverändert, 400 abgelehnt" in said(preview)
    assert (await take_over(office, preview)).status_code == 303


async def test_a_file_that_is_too_large_is_refused_on_a_page(office: Desk) -> None:
    async with office.storing_nothing():
        answer = await upload(office, "x" * (6 * 1024 * 1024))
    assert answer.status_code == 413
    assert "Zu viele Daten auf einmal" in said(answer)


async def test_what_became_something_else_meanwhile_is_shown_again(office: Desk) -> None:
    preview = await upload(office, CHANGED)
    address = await address_of(office, "Regenbogen-Grundschule (Beispiel)")
    seen = await version(office, address)
    given = {**SCHOOL, "school_number": "100002", "name": "Bogenschule", "version": seen}
    assert (await post(office, f"{address}/bearbeiten", **given)).status_code == 303
    async with office.storing_nothing():
        again = await take_over(office, preview)
    assert again.status_code == 409
    assert "Inzwischen hat sich der Bestand geändert" in said(again)
    assert "Bogenschule" in said(again)
    assert (await take_over(office, again)).status_code == 303
    assert "Regenbogenschule" in rows_of(await page(office))


async def test_a_preview_that_was_made_up_or_is_old_stores_nothing(office: Desk) -> None:
    first = await office.house.http.get(API, params={**MUNICIPALITY, "limit": "1"})
    position = URL(first.json()["next"]).params["cursor"]
    async with office.storing_nothing():
        for answer in (
            await post(office, "/import/uebernehmen", kept="made up"),
            await post(office, "/import/uebernehmen", kept="gefälscht"),
            await post(office, "/import/uebernehmen", kept=position),
            await post(office, "/import/uebernehmen"),
        ):
            assert answer.status_code == 422
            assert "Die Vorschau ist älter als eine Stunde." in said(answer)


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ("Schulnummer;Schule\n100001;x", "Schulform: Diese Spalte fehlt."),
        (f"{HEADING};Farbe\n{SAME}", "Spalte 8: Diese Überschrift ist nicht bekannt."),
        (HEADING, "In der Datei steht unter der Überschrift keine Zeile."),
        (f'{HEADING}\n"100001;x;Grundschule', "In Zeile 2 fehlt ein Anführungszeichen."),
    ],
)
async def test_a_file_that_is_no_list_is_refused_in_german_at_its_field(
    office: Desk, content: str, text: str
) -> None:
    heading, _, rest = content.partition("\n")
    async with office.storing_nothing():
        answer = await upload(office, *([rest] if rest else []), heading=heading)
    assert answer.status_code == 422
    assert text in said(answer)
    assert 'href="#file">' in answer.text
