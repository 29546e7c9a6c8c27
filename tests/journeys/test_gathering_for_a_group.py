"""A gathering is for a group: who is in it, the directory says when they register."""

from dataclasses import replace

from shared.web.neighbours import Network
from tests.conftest import OpenHouse
from tests.journeys.test_announced_to_a_group import Broken
from tests.towns import BERGKAMEN
from tests.trainings.meeting import CATALOGUE, Meeting

GROUPS = f"/directory/api/v1/groups?municipality={BERGKAMEN}"


async def test_only_members_register_and_nobody_while_the_directory_is_away(
    open_house: OpenHouse,
) -> None:
    house = await open_house("directory", "trainings")
    held = await Meeting(house).make()
    nele, jan = [await held.somebody(each) for each in ("Nele Ahrens", "Jan Beck")]
    body = {"name": "Leitungsrunde", "who": "worker"}
    headers = {"idempotency-key": "runde-eins-zwei-drei", "accept": "application/json"}
    group = (await house.http.post(GROUPS, json=body, headers=headers)).json()["id"]
    assert "Leitungsrunde" in await held.page("/gruppe")
    assert (await held.post("/gruppe", group_id=group)).status_code == 303
    assert "Leitungsrunde" in await held.page()
    page = f"{CATALOGUE}/{held.id}"
    assert "Diese Veranstaltung ist für: Leitungsrunde" in (await nele.get(page)).text
    refused = await held.register(nele)
    assert "richtet sich an andere" in refused.text
    await nele.post(f"{page}/andere", name="Jan Beck")
    mounted = house.app.state.mounted["trainings"].state
    mounted.network = replace(Network(), transport=Broken())
    away = await held.register(jan)
    assert "Verzeichnis antwortet gerade nicht" in away.text
    assert "Anmelden" in away.text
    assert "Verzeichnis antwortet nicht" in await held.page("/gruppe")
    mounted.network = None
    assert await held.places() == {}
