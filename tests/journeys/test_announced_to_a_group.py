"""An announcement goes to whoever is in a group of the directory when it is published."""

import asyncio
from dataclasses import replace
from html import unescape

from httpx2 import AsyncBaseTransport, ConnectError, Request, Response
from sqlalchemy import select

from deploy.services import NAMES
from services.notifications.announcements.models import Announcement, Group, Recipient
from shared.contracts.notifications import ANNOUNCEMENTS
from shared.web.neighbours import Network
from tests.conftest import OpenHouse
from tests.house import House
from tests.towns import BERGKAMEN, found

SAID = {"subject": "Treffen", "text": "Wir treffen uns am Montag."}


class Broken(AsyncBaseTransport):
    """Nobody is there."""

    async def handle_async_request(self, request: Request) -> Response:
        raise ConnectError("away")


async def published(house: House, address: str) -> str:
    """What the page says afterwards."""
    page = (await house.http.get(f"{address}/veroeffentlichen")).text
    version = page.partition('name="version" value="')[2].partition('"')[0]
    data = {"version": version}
    answer = await house.http.post(f"{address}/veroeffentlichen", data=data)
    return unescape(answer.text)


async def told(house: House) -> int:
    mine = select(Recipient).join(Announcement, Announcement.id == Recipient.announcement_id)
    return len(await house.rows("notifications", mine.where(Announcement.group_id.is_not(None))))


async def grouped(house: House) -> str:
    """The address of a draft to the town's group, once there is a copy of it."""
    async with asyncio.timeout(10):
        while not (groups := await house.rows("notifications", select(Group.group_id))):
            await asyncio.sleep(0.02)
    [[group_id]] = groups
    data = {**SAID, "to": str(group_id)}
    answer = await house.http.post(f"{ANNOUNCEMENTS}/neu", data=data)
    assert answer.status_code == 303, unescape(answer.text)
    return answer.headers["location"]


async def test_who_is_in_the_group_today_gets_it_and_who_comes_later_when_the_office_says_so(
    open_house: OpenHouse,
) -> None:
    house = await open_house(*NAMES)
    town = await found(house, BERGKAMEN, "")
    group = (
        await house.http.post(
            f"/directory/api/v1/groups?municipality={BERGKAMEN}",
            json={"name": "Runde", "organizations": [{"organization_id": str(town.school_id)}]},
            headers={"idempotency-key": "runde-eins-zwei-drei"},
        )
    ).json()
    assert group["members"] > 0, group
    address = await grouped(house)
    preview = unescape((await house.http.get(f"{address}/vorschau")).text)
    assert "Gruppe „Runde“" in preview
    await published(house, address)
    assert await told(house) == group["members"]
    places = [{"organization_id": str(each)} for each in (town.school_id, town.carrier_id)]
    wider = {"name": "Runde", "version": group["version"], "organizations": places}
    known = f"/directory/api/v1/groups/{group['id']}?municipality={BERGKAMEN}"
    answer = await house.http.put(known, json=wider)
    assert answer.json()["members"] == group["members"] + 1
    assert await told(house) == group["members"]
    assert (await house.http.post(f"{address}/aufnehmen")).status_code == 303
    assert await told(house) == group["members"] + 1


async def test_while_the_directory_is_away_nothing_is_published_and_the_page_says_so(
    open_house: OpenHouse,
) -> None:
    house = await open_house(*NAMES)
    town = await found(house, BERGKAMEN, "")
    await house.http.post(
        f"/directory/api/v1/groups?municipality={BERGKAMEN}",
        json={"name": "Runde", "organizations": [{"organization_id": str(town.school_id)}]},
        headers={"idempotency-key": "runde-eins-zwei-drei"},
    )
    address = await grouped(house)
    network = replace(Network(), transport=Broken())
    house.app.state.mounted["notifications"].state.network = network
    assert "antwortet gerade nicht" in await published(house, address)
    assert "antwortet gerade nicht" in unescape((await house.http.get(f"{address}/vorschau")).text)
    assert await told(house) == 0
    house.app.state.mounted["notifications"].state.network = None
