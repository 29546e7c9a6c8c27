"""The office sees which workers have never had a qualification that all of them need."""

import html

from shared.contracts.certificates import QUALIFICATIONS
from tests.conftest import OpenHouse
from tests.house import House
from tests.trainings.meeting import HTML
from tests.trainings.test_starters import hire

MISSING = f"{QUALIFICATIONS}/fehlend"
KIND = {"name": "Kinderschutz", "units": "8", "months": "24", "version": "0"}


async def page(house: House, query: str = "") -> str:
    answer = await house.http.get(MISSING + query, headers=HTML)
    assert answer.status_code == 200, answer.text
    return html.unescape(answer.text)


async def test_who_works_here_and_has_never_had_it_is_listed_and_saved_as_a_file(
    open_either_house: OpenHouse,
) -> None:
    house = await open_either_house("directory", "trainings")
    await hire(house, "Ahrens", -5)
    await hire(house, "Zöllner", 60)
    assert "Noch keine wird von allen verlangt" in await page(house)
    for more in ({"name": "Anderes"}, {"asked": "ja"}):
        sent = await house.http.post(f"{QUALIFICATIONS}/arten/neu", data=KIND | more, headers=HTML)
        assert sent.status_code == 303, sent.text
    found = await page(house)
    assert "Kinderschutz</h2>" in found
    assert "Ahrens" in found
    assert "Zöllner" not in found
    file = await house.http.get(f"{MISSING}?als=csv")
    assert "Ahrens" in file.text
