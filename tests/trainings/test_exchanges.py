"""An office invites those of all municipalities, and admits who asks; nothing else is shown."""

from typing import Any

from httpx2 import AsyncClient, Response
from sqlalchemy import update

from services.trainings.models import gatherings
from shared.contracts.accounts import AccessRole, Grant
from tests.asking import cookie
from tests.conftest import OpenHouse
from tests.house import BERGKAMEN, URL
from tests.towns import KAMEN
from tests.trainings.meeting import HTML, Meeting
from tests.trainings.test_guests import Door

LIST = "/trainings/austausch"
FOR_ALL: dict[str, Any] = {"audience": "coordinators", "kind": "exchange", "needs_approval": "ja"}


async def elsewhere(held: Meeting, path: str) -> Response:
    """As the office of Kamen."""
    grant = Grant(role=AccessRole.COORDINATOR, municipality=KAMEN)
    headers = HTML | {"cookie": cookie(await held.house.sign_in(grant)), "origin": URL}
    http = AsyncClient(transport=held.http._transport, base_url=URL, headers=headers)
    return await http.get(path)


async def town(open_house: OpenHouse) -> Any:
    return await open_house("directory", "trainings", municipalities={BERGKAMEN, KAMEN})


async def test_offices_see_what_others_hold_for_all_and_nothing_else_of_them(
    open_either_house: OpenHouse,
) -> None:
    house = await town(open_either_house)
    held = await Meeting(house).make(title="Landesweiter Austausch", **FOR_ALL)
    await Meeting(house).make(title="Nur hier")
    await Meeting(house).make(title="Ohne Freigabe", **(FOR_ALL | {"needs_approval": ""}))
    await Meeting(house).make(title="Nur Entwurf", opened=False, **FOR_ALL)
    page = (await elsewhere(held, LIST)).text
    assert f'href="/trainings/gaeste/{BERGKAMEN}/{held.id}">Landesweiter Austausch' in page
    for each in ("Nur hier", "Ohne Freigabe", "Nur Entwurf"):
        assert each not in page
    assert "Landesweiter" not in (await held.http.get(LIST, headers=HTML)).text
    assert (await elsewhere(held, f"/trainings/veranstaltungen/{held.id}")).status_code == 404
    strangers = await Door(held).look(f"/trainings/gaeste/{BERGKAMEN}")
    assert "Landesweiter" not in strangers.text


async def test_who_asks_from_elsewhere_waits_until_the_host_has_looked(
    open_house: OpenHouse,
) -> None:
    house = await town(open_house)
    open_door = Door(await Meeting(house).make(**FOR_ALL))
    assert "für Koordinierungsstellen" in (await open_door.look(open_door.path)).text
    await open_door.ask()
    [link] = await open_door.links()
    await open_door.confirm(link)
    assert await open_door.places() == {"Anna": "waiting"}
    held = open_door.held
    assert "Anna Özkan" in await held.page("/teilnehmende")
    async with house.context("trainings").database.transaction() as uow:
        await uow.session.execute(update(gatherings).values(needs_approval=False))
    assert (await open_door.look(open_door.path)).status_code == 404
