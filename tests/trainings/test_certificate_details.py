"""A certificate says who spoke, on which legal basis, who paid for it and until when it holds."""

import json
from datetime import timedelta

from sqlalchemy import update

from services.trainings.certificates.models import certificates
from services.trainings.certificates.use_cases import FORM
from shared.contracts.certificates import QUALIFICATIONS
from shared.web.pdf import typeset
from tests.conftest import OpenHouse
from tests.papers import check_pdf
from tests.pdf_text import lines
from tests.trainings.meeting import HTML, Meeting, on_the_day
from tests.trainings.test_certificates import checked, stored

PATH = "/bescheinigungsangaben"
DETAILS = {
    "speakers": "Dr. Ayşe Demir, Kinderschutzfachkraft\nTom Brandt, Jugendamt",
    "legal_basis": "§ 8a SGB VIII",
    "partners": "Schulamt für den Kreis Unna",
    "funding": "Gefördert vom Land Nordrhein-Westfalen",
    "responsible": "Petra Nowak, Koordinatorin",
}
LONG = {
    "name": "Nele Ahrens",
    "title": "Kinderschutz",
    "kind": "Qualifizierung",
    "facts": [("Art", "x"), ("Titel", "y"), ("Fassung", "1")],
    "content": [],
    "organiser": "Koordinierungsstelle",
    "issued": "am 2. März",
    "code": "AAAA-BBBB",
    "address": "https://knotenpunkt.example/pruefen/AAAA-BBBB",
    "qr": '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9v9z"/></svg>',
}
KIND = {"name": "Kinderschutz", "units": "8", "months": "24", "gathering_kind": "training"}


async def certified(open_house: OpenHouse) -> tuple[Meeting, str]:
    """Somebody was there, and the office had said all that belongs to it; and when it held."""
    held, (nele,), path = await on_the_day(open_house, "Nele Ahrens")
    assert "Referierende" in await held.page(PATH)
    assert (await held.post(PATH, **DETAILS, version="0")).status_code == 303
    sent = await held.http.post(
        f"{QUALIFICATIONS}/arten/neu", data=KIND | {"version": "0"}, headers=HTML
    )
    assert sent.status_code == 303
    entry = await held.entry(nele)
    await held.post(path, present=entry, shown=entry, vorgang="a")
    held.house.clock.forward(timedelta(hours=9))
    assert (await held.post("/bescheinigungen", share="50")).status_code == 303
    return held, (await stored(held))[0].code


async def test_paper_and_check_page_say_all_that_the_office_has_written_down(
    open_house: OpenHouse,
) -> None:
    held, code = await certified(open_house)
    [row] = await stored(held)
    page = (await checked(held, code)).text
    paper = " ".join(each.text for each in lines(row.pdf))
    day = row.snapshot["dates"][-1]["day"]
    until = f"bis {day[8:]}.{day[5:7]}.{int(day[:4]) + 2}"
    for said in (*DETAILS.values(), until):
        for part in said.split("\n"):
            assert part in page
            assert part.rpartition(" ")[2] in paper
    program = json.loads((await checked(held, code, "application/json")).text)
    assert program["certified"]["refresh"] == [f"Kinderschutz: {until}"]


async def test_a_certificate_of_several_pages_bears_its_code_on_the_first_and_on_each() -> None:
    """In the body of the first and of the last, since no screen reader hears what stands below."""
    content = LONG | {"dates": [f"am {n}. Tag" for n in range(80)]}
    file = await typeset(FORM, content, ("a-2a", "ua-1"))
    check_pdf(file)
    said = [each.text for each in lines(file)]
    pages = [f"Seite {n} von 3" for n in (1, 2, 3)]
    assert [each for each in said if each.startswith("Seite")] == pages
    assert said.count("Prüfcode: AAAA-BBBB") == 3
    assert said.index("AAAA-BBBB") < said.index("Seite 1 von 3")


async def test_what_the_office_writes_later_changes_no_certificate_and_old_ones_stay_readable(
    open_house: OpenHouse,
) -> None:
    held, code = await certified(open_house)
    assert (await held.post(PATH, funding="niemand", version="0")).status_code == 409
    assert (await held.post(PATH, funding="anders", version="1")).status_code == 303
    assert "Land Nordrhein-Westfalen" in (await checked(held, code)).text
    [row] = await stored(held)
    new = ("speakers", "legal_basis", "refresh", "partners", "funding", "responsible")
    old = {name: said for name, said in row.snapshot.items() if name not in new}
    async with held.house.context("trainings").database.transaction() as uow:
        await uow.session.execute(update(certificates).values(snapshot=old))
    page = (await checked(held, code)).text
    assert "Gültig" in page
    assert "Rechtsgrundlage" not in page


async def test_a_certificate_says_where_letters_reach_the_office_and_where_it_was_issued(
    open_house: OpenHouse,
) -> None:
    held, (nele,), path = await on_the_day(open_house, "Nele Ahrens")
    said = {"address": "Stadt Bergkamen, Jugendamt\nRathausplatz 1\n59192 Bergkamen"}
    said |= {"place": "Bergkamen", "version": "0"}
    sent = await held.http.post("/trainings/bescheinigungsabsender", data=said, headers=HTML)
    assert sent.status_code == 303
    entry = await held.entry(nele)
    await held.post(path, present=entry, shown=entry, vorgang="a")
    held.house.clock.forward(timedelta(hours=9))
    await held.post("/bescheinigungen", share="50")
    [row] = await stored(held)
    paper = " ".join(each.text for each in lines(row.pdf))
    page = (await checked(held, row.code)).text
    assert "Rathausplatz 1" in paper
    assert "Ausgestellt in Bergkamen am" in paper
    assert "Rathausplatz 1, 59192 Bergkamen" in page
    overtaken = await held.http.post(
        "/trainings/bescheinigungsabsender", data=said | {"version": "7"}, headers=HTML
    )
    assert overtaken.status_code == 409
