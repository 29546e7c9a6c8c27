"""A clerk sends the file of a personnel system, sees what each line would do, and confirms."""

import re
from html import unescape

import pytest
from httpx2 import Response

from services.directory.bulk.forms import LISTS
from shared.web.sheets import MAX_ROWS
from tests.directory.conftest import OTHER_CARRIER
from tests.directory.test_bulk_facts import csv, hired
from tests.directory.test_staff_pages import LIST, Clerk, clerk, clerk_of, either_clerk

__all__ = ["clerk", "either_clerk"]

NOTE = "Stunden verwechselt"
CHANGES = "Personalnummer;Gilt ab;Schulnummer;Wochenstunden"
CHANGED = "directory.placements-changed.v1"
FILES = {
    "aenderungen": csv(CHANGES, "A0;1.8.2027;100002;30"),
    "austritte": csv("Personalnummer;Letzter Tag;Grund", "A0;31.12.2027;retirement"),
    "ruecknahmen": csv("Personalnummer", "A0"),
    "berichtigungen": csv(
        "Personalnummer;Begann am;Schulnummer;Wochenstunden;Warum", f"A0;1.2.2027;100002;30;{NOTE}"
    ),
    "ungueltiges": csv("Personalnummer;Begann am;Warum", f"A0;1.8.2027;{NOTE}"),
    "beurlaubungen": csv("Personalnummer;Beurlaubt ab;Letzter Tag", "A0;1.3.2027;31.7.2027"),
    "rueckkehr": csv("Personalnummer;Wieder da am", "A0;1.6.2027"),
}
SAID = {
    "aenderungen": "30 Std.",
    "austritte": "letzter Tag, Ruhestand",
    "ruecknahmen": "Einstellung entfällt",
    "berichtigungen": f"30 Std. ({NOTE})",
    "ungueltiges": f"hat nie gegolten ({NOTE})",
    "beurlaubungen": "beurlaubt, bis 31.07.2027",
    "rueckkehr": "wieder da",
}


async def send(clerk: Clerk, what: str, content: bytes, name: str = "liste.csv") -> Response:
    files = {"file": (name, content, "text/csv")}
    return await clerk.http.post(f"{LIST}/listen/{what}/import", files=files)


def kept_in(page: Response) -> str:
    [found] = re.findall(r'name="kept" value="([^"]*)"', page.text)
    return str(unescape(found))


async def confirm(clerk: Clerk, what: str, preview: Response) -> Response:
    return await clerk.post(f"/listen/{what}/import/uebernehmen", kept=kept_in(preview))


BEFORE = {"ungueltiges": "aenderungen", "rueckkehr": "beurlaubungen"}
"""What each is about."""


async def told_before(clerk: Clerk, what: str) -> None:
    preview = await send(clerk, what, FILES[what])
    assert (await confirm(clerk, what, preview)).status_code == 303


@pytest.mark.parametrize("what", LISTS)
async def test_a_list_is_shown_first_and_stored_once(clerk: Clerk, what: str) -> None:
    await hired(clerk.desk, 1)
    if what in BEFORE:
        await told_before(clerk, BEFORE[what])
    async with clerk.desk.storing_nothing():
        preview = await send(clerk, what, FILES[what])
    assert preview.status_code == 200
    assert SAID[what] in unescape(preview.text)
    assert "Mara Özgür" in preview.text
    assert (await confirm(clerk, what, preview)).status_code == 303
    again = await send(clerk, what, FILES[what])
    assert "1 schon gemeldet" in again.text
    assert "Nichts zu übernehmen" in again.text


async def test_every_line_says_what_becomes_of_it_and_a_bad_one_holds_up_no_other(
    clerk: Clerk,
) -> None:
    await hired(clerk.desk, 3)
    rows = [
        "A0;1.8.2027;100002;30",
        "A9;1.8.2027;100002;30",
        "A1;1.8.2027;999999;30",
        "A2;gestern;100002;30",
        "A2;1.8.2027;100002;30",
    ]
    preview = await send(clerk, "aenderungen", csv(CHANGES, *rows))
    page = unescape(preview.text)
    assert "2 neu, 0 schon gemeldet, 3 abgelehnt" in page
    for said in (
        "Diese Personalnummer ist nicht gemeldet.",
        "Schulnummer: Diese Schule gibt es in der Kommune nicht.",
        "Gilt ab: Bitte geben Sie ein Datum an",
    ):
        assert said in page
    assert (await confirm(clerk, "aenderungen", preview)).status_code == 303
    assert len(await clerk.desk.announced(CHANGED)) == 2


async def test_a_file_as_long_as_it_may_be_with_one_bad_line(clerk: Clerk) -> None:
    await hired(clerk.desk, 2)
    rows = [f"A{number % 2};1.8.2027;100002;{1 + number % 30}" for number in range(MAX_ROWS - 1)]
    preview = await send(clerk, "aenderungen", csv(CHANGES, *rows, "A9;1.8.2027;100002;30"))
    assert "1 abgelehnt" in preview.text
    answer = await confirm(clerk, "aenderungen", preview)
    assert answer.status_code == 303
    [worker, _] = (await clerk.desk.carrier.get("/directory/api/v1/workers")).json()["items"]
    [_, span] = worker["employments"][0]["timeline"]
    assert float(span["placements"][0]["weekly_hours"]) == 1 + (MAX_ROWS - 2) % 30


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 30, "Die Datei ist keine CSV-Datei oder Excel-Datei."),
        (b"PK\x03\x04" + b"\0" * 30, "Die Datei ist keine CSV-Datei oder Excel-Datei."),
        (b"", "Die Datei ist leer."),
        (csv("Personalnummer;Gehalt", "A0;1"), "Diese Überschrift ist nicht bekannt."),
        (csv(CHANGES), "keine Zeile"),
    ],
)
async def test_a_file_that_is_no_list_is_refused_whatever_it_is_called(
    clerk: Clerk, content: bytes, said: str
) -> None:
    async with clerk.desk.storing_nothing():
        answer = await send(clerk, "aenderungen", content, "aenderungen.csv")
    assert answer.status_code == 422
    assert said in unescape(answer.text)


async def test_of_two_clerks_at_once_the_second_sees_that_it_is_done(clerk: Clerk) -> None:
    await hired(clerk.desk, 1)
    first = await send(clerk, "austritte", FILES["austritte"])
    second = await send(clerk, "austritte", FILES["austritte"])
    assert (await confirm(clerk, "austritte", first)).status_code == 303
    assert (await confirm(clerk, "austritte", second)).status_code == 303
    assert len(await clerk.desk.announced("directory.worker-departed.v1")) == 1


async def test_what_has_changed_since_is_shown_anew(clerk: Clerk) -> None:
    await hired(clerk.desk, 1)
    preview = await send(clerk, "aenderungen", FILES["aenderungen"])
    gone = await send(clerk, "ruecknahmen", FILES["ruecknahmen"])
    assert (await confirm(clerk, "ruecknahmen", gone)).status_code == 303
    async with clerk.desk.storing_nothing():
        answer = await confirm(clerk, "aenderungen", preview)
    assert answer.status_code == 409
    assert "Diese Einstellung wurde zurückgenommen." in unescape(answer.text)


async def test_another_carriers_people_are_unknown(clerk: Clerk) -> None:
    await hired(clerk.desk, 1)
    other = await clerk_of(clerk.desk, OTHER_CARRIER)
    preview = await send(other, "austritte", FILES["austritte"])
    assert "Diese Personalnummer ist nicht gemeldet." in unescape(preview.text)
    assert "Özgür" not in preview.text


async def test_the_page_leads_to_every_list(clerk: Clerk) -> None:
    page = await clerk.page("/listen")
    for what in LISTS:
        assert f"{LIST}/listen/{what}/import" in page
        assert (await clerk.get(f"/listen/{what}/import")).status_code == 200
