"""The list of a carrier's people: searched, paged, and read from a file."""

import re
from html import unescape

from tests.directory.test_staff_pages import (
    LIST,
    ON_SHARED,
    Clerk,
    clerk,
    either_clerk,
    shared_clerk,
)

__all__ = ["clerk", "either_clerk", "shared_clerk"]


async def test_the_list_is_searched_sorted_paged_and_saved(either_clerk: Clerk) -> None:
    clerk = either_clerk
    for number, name in enumerate(["Zander", "Özgür", "Oertel", "Abel"], 1):
        await clerk.hire(external_id=f"P-{number}", family_name=name, key=f"page-no-{number}")
    listed = await clerk.page()
    order = [listed.index(name) for name in ("Abel", "Oertel", "Özgür", "Zander")]
    assert order == sorted(order)
    assert "Zander" in await clerk.page("?school=Lindenhain")
    assert "Nichts gefunden" in await clerk.page("?school=Regenbogen")
    assert "Zander" in await clerk.page("?state=coming&funding=land")
    for nothing in ("state=current", "state=over", "state=cancelled", "funding=kreis"):
        assert "Nichts gefunden" in await clerk.page(f"?{nothing}")
    assert "4 Einträge" in await clerk.page("?sortiert=-start")
    assert "4 Einträge" in await clerk.page("?sortiert=end")
    saved = await clerk.page("?als=csv")
    assert "Änne Abel;Grundschule am Lindenhain (Beispiel);19,5;01.02.2027" in saved


@ON_SHARED
async def test_an_empty_list_says_what_to_do(shared_clerk: Clerk) -> None:
    assert "Melden Sie die erste Einstellung" in await shared_clerk.page()


FILE = """Personalnummer;Vorname;Nachname;E-Mail;Beginn;Schulnummer;Wochenstunden;Finanzierung
P-1;Änne;Özgür;aenne@example.org;01.02.2027;100001;19,5;land
P-2;Ole;Brandt;ole@example.org;01.02.2027;100002;39;land
P-3;Ida;Kern;ida@example.org;01.02.2027;999999;39;land
P-4;Eva;Falsch;keine;01.02.2027;100002;39;land
"""


async def test_a_list_is_previewed_and_then_does_what_was_shown(either_clerk: Clerk) -> None:
    clerk = either_clerk
    await clerk.hire()
    files = {"file": ("einstellungen.csv", FILE.encode(), "text/csv")}
    preview = await clerk.http.post(f"{LIST}/import", files=files)
    assert preview.status_code == 200, preview.text
    assert "1 neu, 1 schon gemeldet, 2 abgelehnt" in preview.text
    for text in ("Ole Brandt", "gibt es in der Kommune nicht", "vollständige E-Mail-Adresse"):
        assert text in preview.text
    assert len(await clerk.desk.announced("directory.worker-hired.v1")) == 1
    [kept] = re.findall(r'name="kept" value="([^"]+)"', preview.text)
    done = await clerk.post("/import/uebernehmen", kept=kept)
    assert done.status_code == 303, done.text
    assert "1 Einstellung übernommen." in await clerk.page()
    assert len(await clerk.desk.announced("directory.worker-hired.v1")) == 2
    again = await clerk.post("/import/uebernehmen", kept=kept)
    assert again.status_code == 303
    assert "Alles ist schon übernommen." in await clerk.page()
    assert len(await clerk.desk.announced("directory.worker-hired.v1")) == 2


@ON_SHARED
async def test_a_file_that_is_no_list_is_told(shared_clerk: Clerk) -> None:
    files = {"file": ("liste.csv", b"Name;Alter\nOle;40\n", "text/csv")}
    answer = await shared_clerk.http.post(f"{LIST}/import", files=files)
    assert answer.status_code == 422
    assert "Diese Spalte fehlt." in answer.text


async def test_a_long_list_has_pages(clerk: Clerk) -> None:
    heading, first, *_ = FILE.splitlines()
    lines = [first.replace("P-1", f"P-{n:03}").replace("aenne@", f"a{n}@") for n in range(60)]
    files = {"file": ("liste.csv", "\n".join([heading, *lines]).encode(), "text/csv")}
    preview = await clerk.http.post(f"{LIST}/import", files=files)
    [kept] = re.findall(r'name="kept" value="([^"]+)"', preview.text)
    assert (await clerk.post("/import/uebernehmen", kept=kept)).status_code == 303
    seen: list[str] = []
    page = await clerk.page()
    while following := re.search(r'id="weiter"[^>]* href="([^"]+)"', page):
        seen += re.findall(r'href="(/directory/fachkraefte/[0-9a-f-]{36})"', page)
        page = (await clerk.http.get(unescape(following[1]))).text
    seen += re.findall(r'href="(/directory/fachkraefte/[0-9a-f-]{36})"', page)
    assert len(seen) == len(set(seen)) == 60
    assert (await clerk.page("?als=csv")).count("Änne Özgür") == 60
