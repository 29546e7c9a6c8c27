"""A gathering is for a group: who is in it, the directory says when they register."""

from dataclasses import replace
from uuid import UUID

from httpx2 import AsyncClient
from sqlalchemy import select

from services.trainings.models import registrations
from shared.web.neighbours import Network
from tests.asking import cookie
from tests.conftest import OpenHouse
from tests.house import URL
from tests.journeys.carrier import Carrier, a_hire
from tests.journeys.test_announced_to_a_group import Broken
from tests.towns import BERGKAMEN
from tests.trainings.meeting import CATALOGUE, HTML, WORKER, Meeting

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


async def test_who_is_a_member_registers(open_house: OpenHouse) -> None:
    house = await open_house("directory", "trainings")
    held = await Meeting(house).make()
    carrier = await Carrier.of(house)
    hired = await carrier.post("/directory/api/v1/hires", a_hire(start_date="2026-01-05"), "hire-1")
    assert hired.status_code == 201, hired.text
    await house.quiet()
    body = {"name": "Fachkräfte", "who": "worker"}
    headers = {"idempotency-key": "runde-eins-zwei-vier", "accept": "application/json"}
    group = (await house.http.post(GROUPS, json=body, headers=headers)).json()["id"]
    asked = {"source": "group", "group_id": group}
    assert "Eine Person einladen?" in (await held.post("/einladungen/neu", **asked)).text
    assert (await held.post("/einladungen/neu", **asked, expected="1")).status_code == 303
    assert (await held.post("/gruppe", group_id=group)).status_code == 303
    cookies = await house.sign_in(WORKER, person_id=UUID(hired.json()["worker_id"]))
    own = HTML | {"cookie": cookie(cookies), "origin": URL}
    async with AsyncClient(transport=house.http._transport, base_url=URL, headers=own) as mara:
        registered = await mara.post(f"{CATALOGUE}/{held.id}", data={})
    assert registered.status_code == 303, registered.text
    [(place,)] = await house.rows("trainings", select(registrations.c.place))
    assert place.value == "confirmed"
    assert "1 eingeladen, 1 zugesagt" in await held.page("/einladungen")
