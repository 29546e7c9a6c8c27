"""What a public body says of its pages: for anybody, linked everywhere, with what is really set."""

from pathlib import Path
from typing import Any

import pytest

from shared.settings import Settings
from tests.house import House, embedded_house

PAGES = ("impressum", "datenschutz", "barrierefreiheit")
SET: dict[str, Any] = {
    "operator_name": "Kreis <Unna>",
    "operator_address": "Musterstraße 1; 59423 Unna",
    "operator_email": "knotenpunkt@kreis.example",
    "privacy_email": "datenschutz@kreis.example",
}


async def seen(house: House, page: str) -> str:
    house.http.cookies.clear()
    answer = await house.http.get(f"/directory/{page}", headers={"accept": "text/html"})
    assert answer.status_code == 200
    return answer.text


async def test_they_name_who_runs_the_installation(tmp_path: Path) -> None:
    async with embedded_house(tmp_path, ["directory"], **SET) as house:
        for page in PAGES:
            text = await seen(house, page)
            assert "Kreis &lt;Unna&gt;" in text
            assert "<br>59423 Unna" in text
            assert "mailto:knotenpunkt@kreis.example" in text
        assert "mailto:datenschutz@kreis.example" in await seen(house, "datenschutz")


async def test_they_say_what_is_missing_and_every_page_leads_to_them(tmp_path: Path) -> None:
    async with embedded_house(tmp_path, ["directory"]) as house:
        for page in (*PAGES, "anmelden"):
            text = await seen(house, page)
            assert ("noch nicht eingetragen" in text) == (page in PAGES)
            assert all(f'href="/directory/{each}"' in text for each in PAGES)


async def test_what_is_kept_of_people_is_named_and_nothing_that_is_kept_is_denied(
    tmp_path: Path,
) -> None:
    async with embedded_house(tmp_path, ["directory"]) as house:
        text = await seen(house, "datenschutz")
    kept = ("Aufzeichnung", "Beratung durch die Koordinierungsstelle", "Fortbildungen und Treffen")
    assert [each for each in (*kept, "Eigene Angaben") if f"<strong>{each}:" not in text] == []
    assert "mit Namen gestellt" in text
    assert "über Beratungen" not in text


async def test_who_is_signed_in_keeps_the_menu_there(tmp_path: Path) -> None:
    async with embedded_house(tmp_path, ["directory"]) as house:
        assert "kp-account" in (await house.http.get("/directory/impressum")).text


@pytest.mark.parametrize("name", ["operator_email", "privacy_email"])
def test_an_address_that_is_none_stops_the_start(name: str) -> None:
    given: dict[str, Any] = {name: "kein Name"}
    with pytest.raises(ValueError, match=name):
        Settings(_env_file=None, **given)
