"""The office reads the record and the deletion concept, and says who answers for its data."""

from typing import Any

import pytest

from shared.privacy.record import record
from tests.conftest import OpenHouse
from tests.house import BERGKAMEN, House
from tests.pdf_text import lines
from tests.towns import KAMEN

HTML = {"accept": "text/html"}
RECORD, CONTROLLER = "/directory/verarbeitungen", "/directory/verantwortliche-stelle"
SAID = {
    "name": "Stadt <Bergkamen>",
    "address": "Rathausplatz 1\n59192 Bergkamen",
    "officer": "Stabsstelle Datenschutz",
    "officer_email": "datenschutz@bergkamen.example",
    "version": "0",
}


@pytest.fixture
async def house(open_house: OpenHouse) -> House:
    return await open_house("directory", municipalities=frozenset({BERGKAMEN, KAMEN}))


async def shown(house: House, path: str) -> str:
    answer = await house.http.get(path, headers=HTML)
    assert answer.status_code == 200
    return answer.text


async def said(house: House, **changed: str) -> Any:
    return await house.http.post(CONTROLLER, data=SAID | changed, headers=HTML)


async def test_every_activity_and_every_class_is_there_to_read_and_as_a_file(house: House) -> None:
    text, concept = await shown(house, RECORD), await shown(house, f"{RECORD}/loeschkonzept")
    assert [each.key for each in record().activities if each.title not in text] == []
    assert [each.key for each in record().classes() if each.title not in concept] == []
    assert "noch nicht eingetragen" in text
    activity = await shown(house, f"{RECORD}/consultations")
    assert "30 Tage nach der Bearbeitung" in activity
    assert (await house.http.get(f"{RECORD}/nothing", headers=HTML)).status_code == 404
    await said(house)
    for at, title in (("", "Gemeldete Barrieren"), ("/loeschkonzept", "90 Tage")):
        answer = await house.http.get(f"{RECORD}{at}/datei")
        paper = " ".join(each.text for each in lines(answer.content))
        assert title in paper
        assert "Stadt <Bergkamen>" in paper


async def test_what_the_office_says_stands_on_its_municipality_s_page_only(house: House) -> None:
    assert (await said(house)).status_code == 303
    assert "Stadt &lt;Bergkamen&gt;" in await shown(house, "/directory/datenschutz")
    house.http.cookies.clear()
    theirs = await shown(house, f"/directory/datenschutz?kommune={BERGKAMEN}")
    assert "mailto:datenschutz@bergkamen.example" in theirs
    for place in ("", f"?kommune={KAMEN}", "?kommune=nirgends"):
        other = await shown(house, f"/directory/datenschutz{place}")
        assert "Stadt &lt;Bergkamen&gt;" not in other
    assert f"?kommune={BERGKAMEN}" in other


async def test_whoever_is_overtaken_is_told_and_a_second_change_holds(house: House) -> None:
    assert (await said(house)).status_code == 303
    assert (await said(house, name="Anders")).status_code == 409
    assert (await said(house, name="Kreis Unna", version="1")).status_code == 303
    assert "Kreis Unna" in await shown(house, "/directory/datenschutz")


async def test_a_form_that_asks_for_something_personal_says_what_for(house: House) -> None:
    text = await shown(house, "/directory/barriere-melden")
    assert "Wozu: eine Barriere verstehen und beheben" in text
    assert "Wie lange: 30 Tage nach der Bearbeitung" in text
    assert 'href="/directory/datenschutz#barriers"' in text
    assert 'id="barriers"' in await shown(house, "/directory/datenschutz")
