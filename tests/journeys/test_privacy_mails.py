"""Who wants to be told, or erased: the office hears of it, they hear the end, by mail."""

import asyncio
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from services.directory.privacy_requests import use_cases
from services.directory.privacy_requests.values import PrivacyState
from services.notifications.codes.models import requests as owed
from services.notifications.mailbox.models import kept_mails
from tests.conftest import OpenHouse
from tests.directory.test_codes import new_browser
from tests.directory.test_consultation_mails import known
from tests.directory.test_consultations import Doors
from tests.house import BERGKAMEN, House
from tests.journeys.carrier import Carrier
from tests.journeys.erasing import NAMES, departed, erase, hired, state_of
from tests.journeys.test_new_colleague import ALL
from tests.journeys.test_package_for_somebody import OWN, sign_in
from tests.notifications.test_notices import later
from tests.signing_in import coordinator_of

DATA = "/directory/meine-daten"
KINDS = ("privacy_asked", "package_ready", "package_ending", "farewell")


async def sent(house: House) -> dict[str, list[Any]]:
    """Mails about these matters, by kind."""
    rows = await house.rows("notifications", select(kept_mails).order_by(kept_mails.c.kept_at))
    return {kind: [each for each in rows if each.kind == kind] for kind in KINDS}


async def arrives(house: House, kind: str) -> Any:
    """The mail of this kind, once what is gathered goes out."""
    await house.quiet()
    later(house)
    async with asyncio.timeout(60):
        while not (found := (await sent(house))[kind]):
            await asyncio.sleep(0.02)
    await house.quiet()
    return found[0]


async def remind(house: House) -> None:
    async with house.context("directory").database.transaction() as uow:
        await use_cases.remind(uow)
    await house.quiet()


async def test_whoever_asks_for_their_data_is_told_when_it_is_there_and_once_before_it_vanishes(
    open_house: OpenHouse,
) -> None:
    house = await open_house(*ALL)
    person = await hired(house, await Carrier.of(house))
    async with new_browser(house) as client:
        await sign_in(house, client, person.person_id)
        page = (await client.post(OWN)).headers["location"]
    ready = await arrives(house, "package_ready")
    await remind(house)
    assert ready.worker_id == person.person_id
    assert ready.links[0].endswith(page)
    house.clock.forward(timedelta(days=5, minutes=1))
    for _ in range(2):
        await remind(house)
    assert (await arrives(house, "package_ending")).links == ready.links
    assert len((await sent(house))["package_ready"]) == 1


async def test_the_office_is_told_that_somebody_asks_and_not_who(open_house: OpenHouse) -> None:
    house = await open_house(*ALL)
    person = await departed(house)
    desk = await known(Doors(house), "Ayşe", coordinator_of(BERGKAMEN))
    async with new_browser(house) as client:
        await sign_in(house, client, person.person_id)
        for path in (OWN, f"{DATA}/loeschen"):
            assert (await client.post(path)).status_code == 303
    mail = await arrives(house, "privacy_asked")
    assert mail.subject == "Jemand möchte gelöscht werden"
    for said in (mail.subject, mail.text, mail.html):
        assert not any(name in said for name in NAMES)
    answer = await desk.http.get("/directory/api/v1/cards")
    [card] = [each for each in answer.json()["cards"] if each["code"] == "erasures"]
    assert card["link"] == "/directory/auskunft-und-loeschung"


async def test_whoever_is_erased_gets_one_last_mail_and_their_address_is_nowhere_then(
    open_house: OpenHouse,
) -> None:
    house = await open_house(*ALL)
    request_id = await erase(house, (await departed(house)).person_id)
    mail = await arrives(house, "farewell")
    assert await state_of(house, request_id) is PrivacyState.DONE
    assert mail.subject == "Ihre Daten sind gelöscht"
    for said in (mail.recipient, mail.subject, mail.text, mail.html):
        assert not any(name in said for name in NAMES)
    assert await house.rows("notifications", select(owed)) == []


async def test_while_a_service_is_down_the_last_mail_waits_for_a_day_and_says_so(
    open_house: OpenHouse,
) -> None:
    house = await open_house("directory", "notifications")
    request_id = await erase(house, (await departed(house)).person_id)
    await house.quiet()
    assert (await sent(house))["farewell"] == []
    [row] = await house.rows("notifications", select(owed))
    assert not any(name in repr(row) for name in NAMES)
    house.clock.forward(timedelta(days=1, minutes=1))
    house.context("notifications").database.notifier.notify("codes")
    mail = await arrives(house, "farewell")
    assert await state_of(house, request_id) is PrivacyState.ANNOUNCED
    assert mail.subject == "Ihre Daten werden gelöscht"
