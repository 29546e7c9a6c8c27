"""An office sets its hours, and everybody their own, on pages that say what is wrong."""

from html import unescape

import pytest
from httpx2 import AsyncClient, Response
from sqlalchemy import select

from services.notifications.hours.models import own_hours, town_hours
from shared.contracts.accounts import AccessRole
from shared.contracts.directory import PersonRecord
from shared.ids import new_id
from tests.conftest import OpenHouse
from tests.house import BERGKAMEN, House
from tests.notifications.conftest import tell
from tests.notifications.test_codes import erase
from tests.notifications.test_preferences import at, door
from tests.notifications.town import Town
from tests.signing_in import coordinator_of

TOWN, OWN = "/notifications/ruhezeiten", "/notifications/meine-zeiten"
CHOICE = "/notifications/benachrichtigungen"
USUAL = {"holds": "ja", "days": ["mo", "fr"], "opens": "8", "closes": "16", "version": "0"}
MINE = {"days": ["tu", "we"], "opens": "9", "closes": "12"}


async def office(house: House) -> AsyncClient:
    return await door(house, new_id(), coordinator_of(BERGKAMEN))


async def worker(house: House, town: Town) -> AsyncClient:
    return await door(house, town.worker, at(AccessRole.WORKER, town.carrier))


async def page(http: AsyncClient, path: str) -> str:
    return unescape((await http.get(path)).text)


def refused(answer: Response, text: str) -> bool:
    return answer.status_code in (409, 422) and text in unescape(answer.text)


async def test_an_office_keeps_quiet_hours_and_everybody_reads_them(
    open_house: OpenHouse, town: Town
) -> None:
    house = await open_house("notifications")
    http = await office(house)
    assert "Zurzeit gibt es keine Ruhezeiten" in await page(http, TOWN)
    assert (await http.post(TOWN, data=USUAL)).status_code == 303
    assert "Zurzeit gibt es keine Ruhezeiten" not in await page(http, TOWN)
    [row] = await house.rows("notifications", select(town_hours))
    assert (row.tenant, row.days, row.opens, row.closes) == (BERGKAMEN, ["mo", "fr"], 8, 16)
    mine = await worker(house, town)
    assert "Montag, Freitag, 8 bis 16 Uhr, nicht an Feiertagen" in await page(mine, CHOICE)
    assert TOWN not in await page(mine, CHOICE)
    assert TOWN in await page(http, CHOICE)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"closes": "8"}, "Bitte wählen Sie ein Ende, das nach dem Beginn liegt."),
        ({"days": []}, "Bitte wählen Sie"),
        ({"days": ["xy"]}, "Bitte wählen Sie eine der angebotenen Möglichkeiten."),
        ({"opens": "-1"}, "Bitte"),
        ({"closes": "25"}, "Bitte"),
        ({"opens": "früh"}, "Bitte"),
    ],
)
async def test_hours_that_leave_none_or_are_none_are_refused_at_their_field(
    open_house: OpenHouse, town: Town, wrong: dict[str, str], said: str
) -> None:
    house = await open_house("notifications")
    http, mine = await office(house), await worker(house, town)
    assert refused(await http.post(TOWN, data=USUAL | wrong), said)
    assert refused(await mine.post(OWN, data=MINE | {"closes": "9"} | wrong), "Bitte")
    assert await house.rows("notifications", select(town_hours)) == []
    assert await house.rows("notifications", select(own_hours)) == []


async def test_whoever_saw_older_hours_is_told_and_overwrites_nothing(
    open_house: OpenHouse,
) -> None:
    house = await open_house("notifications")
    http = await office(house)
    await http.post(TOWN, data=USUAL)
    await http.post(TOWN, data=USUAL | {"opens": "9", "version": "1"})
    late = await http.post(TOWN, data=USUAL | {"opens": "10", "version": "1"})
    assert late.status_code == 409
    [row] = await house.rows("notifications", select(town_hours))
    assert row.opens == 9


async def test_own_hours_are_set_shown_taken_back_and_forgotten_with_the_person(
    open_house: OpenHouse, town: Town
) -> None:
    house = await open_house("notifications")
    await tell(house, *town.people())
    http = await worker(house, town)
    assert "Wieder wie die Kommune" not in await page(http, OWN)
    assert (await http.post(OWN, data=MINE)).headers["location"] == CHOICE
    shown = await page(http, CHOICE)
    assert "Dienstag, Mittwoch, 9 bis 12 Uhr, nicht in den Schulferien" in shown
    await http.post(OWN, data=MINE | {"in_school_holidays": "ja"})
    assert "Schulferien" not in await page(http, CHOICE)
    assert "Wieder wie die Kommune" in await page(http, OWN)
    await http.post(f"{OWN}/aufheben")
    assert "zu jeder Zeit" in await page(http, CHOICE)
    await http.post(OWN, data=MINE)
    await erase(house, PersonRecord, town.worker)
    assert await house.rows("notifications", select(own_hours)) == []


async def test_the_page_says_when_the_next_digest_comes(open_house: OpenHouse, town: Town) -> None:
    house = await open_house("notifications")
    http = await worker(house, town)
    assert "Nächste Zusammenfassung" not in await page(http, CHOICE)
    await http.post(CHOICE, data={"onboarding": "daily", "surveys": "weekly"})
    shown = await page(http, CHOICE)
    assert shown.count("Nächste Zusammenfassung") == 2
    assert shown.count("7:30 Uhr") == 2
