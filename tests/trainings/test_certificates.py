"""A certificate is kept as it was issued, and whoever holds its paper can look whether it holds."""

from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

import pytest
from sqlalchemy import select

from services.trainings.certificate_checks.pages import CHECKS_A_MINUTE
from services.trainings.certificates.models import certificates
from services.trainings.certificates.use_cases import FORM, forget
from services.trainings.certificates.values import (
    check_character,
    in_groups,
    new_certificate_code,
    read_code,
)
from services.trainings.door_codes.values import LETTERS, Shown
from shared.contracts.directory import PersonRecord
from shared.ids import new_id
from shared.messaging.event import Cause
from shared.web.pdf import typeset
from tests.conftest import OpenHouse
from tests.house import BERGKAMEN, URL
from tests.pdf_text import lines
from tests.trainings.meeting import HTML, Meeting, Somebody, on_the_day

CHECK = "/trainings/pruefen"
NAME = "Friederike Müller-Lüdenscheidt-von Hohenstein-Öztürk"


async def issued(open_house: OpenHouse) -> tuple[Meeting, list[Somebody], list[Any]]:
    """Of three, one was there, one for two units and a half, one not; all issued that are due."""
    held, people, path = await on_the_day(open_house, NAME, "Jan Beck", "Ida Cors")
    first, second, _ = [await held.entry(each) for each in people]
    await held.post(path, present=first, shown=first, vorgang="a")
    await held.post(f"{path}/{second}", presence="partly", units="2,5", vorgang="b")
    assert "sobald die Veranstaltung vorbei ist" in (await held.post("/bescheinigungen")).text
    held.house.clock.forward(timedelta(hours=9))
    for _ in range(2):
        assert (await held.post("/bescheinigungen", share="50")).status_code == 303
    return held, people, await stored(held)


async def stored(held: Meeting) -> list[Any]:
    order = (certificates.c.issued_at, certificates.c.revision)
    return await held.house.rows("trainings", select(certificates).order_by(*order))


async def checked(held: Meeting, code: str, accept: str = "text/html") -> Any:
    headers = {"accept": accept, "cookie": ""}
    return await held.http.get(f"{CHECK}/{in_groups(code)}", headers=headers)


async def test_whoever_was_there_for_more_than_the_share_gets_one_and_keeps_it(
    open_house: OpenHouse,
) -> None:
    held, (nele, jan, _), rows = await issued(open_house)
    assert [row.snapshot["name"] for row in rows] == [NAME]
    assert rows[0].sha256 == sha256(rows[0].pdf).hexdigest()
    assert "keine" in await held.page("/bescheinigungen")
    own = await nele.get("/trainings/meine-bescheinigungen")
    assert in_groups(rows[0].code) in own.text
    file = f"/trainings/meine-bescheinigungen/{rows[0].id}/datei"
    assert (await nele.get(file)).content == rows[0].pdf
    assert (await jan.get(file)).status_code == 404


async def test_who_was_taken_off_and_came_again_is_one_in_minutes_and_certificates(
    open_house: OpenHouse,
) -> None:
    held, (nele,), path = await on_the_day(open_house, NAME)
    first = await held.entry(nele)
    await held.post(path, present=first, shown=first, vorgang="a")
    await held.post(f"/teilnehmende/{first}/austragen", reason="verwechselt")
    held.house.clock.forward(timedelta(hours=1))
    await held.post(f"{path}/eintragen", name=NAME, reason="kam doch", vorgang="b")
    await held.post("/protokoll/schreiben", text="Es ging um Schutz.", version="0", step="save")
    assert (await held.post("/protokoll/veroeffentlichen")).status_code == 303
    held.house.clock.forward(timedelta(hours=9))
    await held.post("/bescheinigungen", share="50")
    assert len(await stored(held)) == 1


async def test_the_check_page_says_all_that_is_certified_and_answers_programs(
    open_house: OpenHouse,
) -> None:
    held, (_, jan, _), _ = await issued(open_house)
    entry = await held.entry(jan)
    assert (await held.post(f"/bescheinigungen/{entry}")).status_code == 303
    row = (await stored(held))[-1]
    page = await checked(held, row.code)
    for said in (
        "Gültig",
        "Jan Beck",
        "Kinderschutz im Ganztag",
        "2,5 von 10 Unterrichtseinheiten",
    ):
        assert said in page.text
    assert "Nicht vollständig teilgenommen" in page.text
    assert page.headers["referrer-policy"] == "no-referrer"
    assert page.headers["cache-control"] == "no-store"
    assert "noindex" in page.headers["x-robots-tag"]
    assert "set-cookie" not in page.headers
    data = (await checked(held, row.code, "application/json")).json()
    assert (data["state"], data["certified"]["attended"]) == ("valid", "2,5")
    typed = in_groups(row.code).lower().replace("0", "o").replace("1", "l")
    sent = await held.http.post(CHECK, data={"code": typed}, headers=HTML)
    assert sent.headers["location"] == f"{CHECK}/{in_groups(row.code)}"


async def test_a_revision_and_a_revocation_are_told_under_the_old_code(
    open_house: OpenHouse,
) -> None:
    held, (nele, _, _), (first,) = await issued(open_house)
    path = f"/bescheinigungen/{await held.entry(nele)}"
    assert (await held.post(f"{path}/neu", reason="")).status_code == 422
    await held.post(f"{path}/neu", reason="Name berichtigt")
    _, second = await stored(held)
    assert (second.revision, second.code != first.code) == (2, True)
    assert "Ersetzt durch Fassung 2" in (await checked(held, first.code)).text
    await held.post(f"{path}/widerrufen", reason="verwechselt")
    told = (await checked(held, second.code)).text
    assert "Widerrufen am" in told
    assert "verwechselt" in told
    assert (await stored(held))[0].pdf == first.pdf


async def test_what_never_was_and_whose_person_is_gone_are_answered_alike(
    open_house: OpenHouse,
) -> None:
    held, (nele, _, _), (row,) = await issued(open_house)
    never = await checked(held, new_certificate_code())
    async with held.house.context("directory").database.transaction() as uow:
        uow.erase(PersonRecord, nele.id, Cause(BERGKAMEN, new_id()))
    await held.house.quiet()
    gone = await checked(held, row.code)
    assert (gone.status_code, never.status_code) == (404, 404)
    assert gone.text == never.text
    async with held.house.context("trainings").database.transaction() as uow:
        await forget(uow)
    assert await stored(held) == []


async def test_the_file_is_accessible_kept_and_the_same_each_time(open_house: OpenHouse) -> None:
    _, _, (row,) = await issued(open_house)
    assert b"pdfuaid:part" in row.pdf
    assert b"pdfaid:part" in row.pdf
    content = {
        "facts": [["Name", NAME], ["Titel", "x"], ["Umfang", "6 von 8"]],
        "name": "Ğülşen Ивáнова-Müller" * 4,
        "title": "Kinderschutz " * 12,
        "kind": "Fortbildung",
        "dates": ["12.03.2027, 9:00 bis 16:30 Uhr: 6 von 8 UE"] * 40,
        "content": ["#eval(1) *nichts* davon ist Auszeichnung"],
        "organiser": "Koordinierungsstelle",
        "issued": "13.03.2027",
        "code": "K7F2",
        "address": "https://example.org/pruefen/K7F2",
        "qr": '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"></svg>',
    }
    made = [await typeset(FORM, content, ("a-2a", "ua-1"), row.issued_at) for _ in range(2)]
    assert made[0] == made[1]


@pytest.mark.parametrize("place", range(16))
def test_a_wrong_letter_in_a_code_is_seen(place: int) -> None:
    code = new_certificate_code()
    assert read_code(f" {in_groups(code).lower()} ") == code
    other = LETTERS[(LETTERS.index(code[place]) + 7) % 32]
    assert read_code(code[:place] + other + code[place + 1 :]) is None
    assert check_character(code[:-1]) == code[-1]


@pytest.mark.parametrize("said", ["\ue000 Recht", "x\u1ced Recht", "\U0001e8d0\ue000 Recht\u1aca"])
async def test_an_archive_takes_private_signs_and_marks_that_no_font_has(said: str) -> None:
    content = {
        "facts": [("Prüfcode", "A"), ("Fassung", "1"), ("Ort", said)],
        "name": f"Max {said}",
        "title": said,
        "kind": "Fortbildung",
        "dates": [said],
        "content": [said],
        "organiser": said,
        "issued": "12.03.2027",
        "code": "A",
        "address": URL,
        "qr": Shown("A", URL).drawing,
    }
    file = await typeset(FORM, content, ("a-2a", "ua-1"), datetime(2027, 3, 12, tzinfo=UTC))
    assert any("Max" in each.text for each in lines(file))


async def test_codes_cannot_be_tried_one_after_the_other(open_house: OpenHouse) -> None:
    house = await open_house("trainings")
    tried = [
        (await house.http.get(f"{CHECK}/{new_certificate_code()}", headers=HTML)).status_code
        for _ in range(CHECKS_A_MINUTE + 1)
    ]
    assert (tried[-2], tried[-1]) == (404, 429)
