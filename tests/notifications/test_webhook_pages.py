"""The office and carriers' clerks set webhooks up on pages, and see what became of each post."""

import asyncio
import re
from datetime import timedelta
from html import unescape
from typing import Any
from uuid import UUID

import pytest
from httpx2 import AsyncClient, Response

from services.notifications.endpoints.values import EventType
from services.notifications.mails.values import ENDPOINT
from shared.contracts.accounts import AccessRole, Grant
from shared.ids import new_id
from tests.house import BERGKAMEN, House
from tests.notifications.conftest import kept, tell
from tests.notifications.hooks import (
    KAMEN,
    clerk_of,
    endpoint,
    later,
    look_after,
    standing,
    subscribe,
    told,
)
from tests.notifications.receiver import OK, receiving
from tests.notifications.test_preferences import door
from tests.notifications.town import Town
from tests.signing_in import coordinator_of

LIST = "/notifications/webhooks"
OFFICE = coordinator_of(BERGKAMEN)
OVER = "Ein Webhook ist abgeschaltet"
EVENTS = ["employment.hired", "employment.departed"]


@pytest.fixture
def house(house_that_posts: House) -> House:
    return house_that_posts


def said(response: Response) -> str:
    main = response.text.partition("<main")[2].partition("</main>")[0]
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", main)).split())


async def created(http: AsyncClient, url: str, **given: Any) -> tuple[str, str]:
    """The page of what was set up, and the secret."""
    data = {"name": "Personalsystem", "url": url, "types": EVENTS, **given}
    page = await http.post(f"{LIST}/neu", data=data)
    assert page.status_code == 200, said(page)
    secret = re.search(r"whsec_[\w+/=]+", unescape(page.text))
    back = re.search(rf'href="({LIST}/[0-9a-f-]{{36}})"', page.text)
    assert secret, said(page)
    assert back
    return back[1], secret[0]


async def test_a_clerk_sets_one_up_and_a_test_event_shows_that_it_works(
    house: House, town: Town
) -> None:
    await tell(house, *town.organizations())
    http = await door(house, new_id(), clerk_of(town.carrier))
    assert "Noch kein Webhook" in said(await http.get(LIST))
    async with receiving() as system:
        page, secret = await created(http, system.url)
        shown = await http.get(page)
        assert secret not in shown.text
        assert "AWO Bildung und Lernen gGmbH" in said(shown)
        assert "Noch nichts." in said(shown)
        sent = await http.post(f"{page}/testereignis")
        [post] = await system.until(1)
        await standing(house, "accepted")
    assert post.verified(secret)["type"] == "webhook.test"
    log = said(await http.get(sent.headers["location"]))
    assert "Testereignis" in log
    assert "angenommen 204" in log
    assert post.headers["webhook-id"] in log
    assert "Testereignis" in said(await http.get(f"{page}/zustellungen"))


async def test_a_clerk_sees_nobody_else_s_and_the_office_sees_its_municipality_s(
    house: House, town: Town
) -> None:
    key, _ = await subscribe(house, "https://personal.awo-unna.de/", town.carrier)
    places = ["", "/bearbeiten", "/geheimnis", "/abschalten", "/einschalten", "/zustellungen"]
    other = await door(house, new_id(), clerk_of(new_id()))
    elsewhere = await door(house, new_id(), coordinator_of(KAMEN))
    office = await door(house, new_id(), OFFICE)
    for place in places:
        address = f"{LIST}/{key}{place}"
        found = [(await http.get(address)).status_code for http in (other, elsewhere, office)]
        assert found == [404, 404, 200], place
    for act in ("abschalten", "testereignis", "geheimnis"):
        answer = await other.post(f"{LIST}/{key}/{act}", data={"since": "2027-01-01T00:00:00Z"})
        assert answer.status_code == 404, act
    assert (await endpoint(house, key)).state == "active"
    assert await told(house) == []


async def test_the_office_chooses_a_carrier_or_its_own_municipality_and_nothing_else(
    house: House, town: Town
) -> None:
    await tell(house, *town.organizations())
    http = await door(house, new_id(), OFFICE)
    page, _ = await created(http, "https://personal.awo-unna.de/", carrier_id=str(town.carrier))
    assert (await endpoint(house, UUID(page.rpartition("/")[2]))).carrier_id == town.carrier
    page, _ = await created(http, "https://fach.bergkamen.de/", carrier_id="")
    assert "die Kommune selbst" in said(await http.get(page))
    data = {"name": "X", "url": "https://x.de/", "types": EVENTS, "carrier_id": str(town.school)}
    refused = await http.post(f"{LIST}/neu", data=data)
    assert refused.status_code == 422
    assert "Bitte wählen Sie aus der Liste aus." in said(refused)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "personal.awo.de",
        "ftp://personal.awo.de/",
        "https://user:pass@personal.awo.de/",
        "https://10.0.0.1/",
        "https://[fd00::1]/",
        "http://personal.awo.de/",
        "https://personal.awo.de/#a",
        "https://[nonsense/",
        "https://a.de:99999/",
        "https://a.de/" + "x" * 500,
    ],
)
async def test_an_address_that_nothing_may_go_to_is_refused_in_german(
    house: House, town: Town, url: str
) -> None:
    http = await door(house, new_id(), clerk_of(town.carrier))
    data = {"name": "Personalsystem", "url": url, "types": EVENTS}
    page = await http.post(f"{LIST}/neu", data=data)
    assert page.status_code == 422
    assert "Bitte prüfen Sie Ihre Angaben" in said(page)
    assert not re.search(r"\bmust\b|\bis an\b", said(page))
    assert "Noch kein Webhook" in said(await http.get(LIST))


async def test_what_was_changed_holds_for_what_waits_and_who_was_slower_is_told(
    house: House, town: Town
) -> None:
    http = await door(house, new_id(), clerk_of(town.carrier))
    async with receiving("500 Oops") as before, receiving() as after:
        page, _ = await created(http, before.url)
        await tell(house, town.hired())
        await before.until(1)
        await standing(house, "queued")
        form = {"name": "Umgezogen", "url": after.url, "types": EVENTS, "version": "1"}
        assert (await http.post(f"{page}/bearbeiten", data=form)).status_code == 303
        await later(house, timedelta(seconds=6))
        await standing(house, "accepted")
        slower = await http.post(f"{page}/bearbeiten", data=form | {"name": "Zu spät"})
    assert slower.status_code == 409
    assert "Umgezogen" in said(await http.get(page))


async def test_a_new_secret_is_made_once_however_often_the_page_is_sent(
    house: House, town: Town
) -> None:
    http = await door(house, new_id(), clerk_of(town.carrier))
    page, secret = await created(http, "https://personal.awo-unna.de/")
    asked = await http.get(f"{page}/geheimnis")
    since = unescape(re.findall(r'name="since" value="([^"]*)"', asked.text)[0])
    made = await http.post(f"{page}/geheimnis", data={"since": since})
    assert "whsec_" in made.text
    assert secret not in made.text
    again = await http.post(f"{page}/geheimnis", data={"since": since})
    assert again.status_code == 422
    assert "Inzwischen gibt es schon ein neueres Geheimnis." in said(again)
    assert "whsec_" not in again.text
    assert "Das vorige Geheimnis gilt noch bis" in said(await http.get(page))


async def test_switched_off_by_hand_it_is_switched_on_again_with_what_was_kept(
    house: House, town: Town
) -> None:
    http = await door(house, new_id(), clerk_of(town.carrier))
    async with receiving() as system:
        page, _ = await created(http, system.url)
        assert "abschalten?" in said(await http.get(f"{page}/abschalten"))
        await http.post(f"{page}/abschalten")
        await tell(house, town.hired())
        await standing(house, "held")
        assert "von Hand abgeschaltet" in said(await http.get(page))
        asked = await http.get(f"{page}/einschalten")
        assert "Ein Ereignis ist nicht angekommen" in said(asked)
        await http.post(f"{page}/einschalten", data={"again": "ja"})
        await standing(house, "accepted")
    assert "eingeschaltet" in said(await http.get(page))


async def test_one_event_is_sent_again_by_its_button_under_the_same_id(
    house: House, town: Town
) -> None:
    http = await door(house, new_id(), clerk_of(town.carrier))
    async with receiving(OK) as system:
        page, _ = await created(http, system.url)
        await tell(house, town.hired())
        [row] = await standing(house, "accepted")
        await http.post(f"{page}/zustellungen/{row.id}/noch-einmal")
        first, second = await system.until(2)
        await standing(house, "accepted")
    assert first.headers["webhook-id"] == second.headers["webhook-id"]
    assert first.body == second.body


async def test_its_keepers_are_told_in_time_and_the_office_when_it_is_over(
    house: House, town: Town
) -> None:
    """After an hour, a day and four days; after five it is switched off. Nobody else is told."""
    key, _ = await subscribe(house, "https://a.de/", None, EventType.CANCELLED)
    await tell(house, *town.people(), *town.organizations())
    carrier = await _failing(house, town)
    await door(house, town.personnel, clerk_of(town.carrier))
    await door(house, town.coordinator, OFFICE)
    stages = []
    for after in (
        timedelta(minutes=59),
        timedelta(minutes=2),
        timedelta(hours=23),
        timedelta(days=3),
        timedelta(days=1),
    ):
        house.clock.forward(after)
        await look_after(house)
        await look_after(house)
        stages.append((await endpoint(house, carrier)).told)
    assert stages == [None, "hour", "day", "four-days", "switched-off"]
    assert (await endpoint(house, carrier)).state == "failed"
    assert (await endpoint(house, key)).state == "active"
    house.clock.forward(timedelta(hours=1))
    house.context("notifications").database.notifier.notify("letters")
    mails = await _mailed(house, "koordination@")
    assert {"personal" in each.recipient for each in mails} == {True, False}
    assert [each.subject for each in mails if "koordination" in each.recipient] == [OVER]
    assert all(f"{LIST}/{carrier}" in each.text for each in mails)


async def _failing(house: House, town: Town) -> UUID:
    """A carrier's endpoint that has just refused its first event."""
    async with receiving("500 Oops") as system:
        key, _ = await subscribe(house, system.url, town.carrier)
        await tell(house, town.hired())
        await standing(house, "queued")
    return key


async def _mailed(house: House, to: str) -> list[Any]:
    """Every mail about webhooks, once somebody has one."""
    async with asyncio.timeout(10):
        found: list[Any] = []
        while not any(to in each.recipient for each in found):
            await asyncio.sleep(0.01)
            found = [each for each in await kept(house) if each.kind == ENDPOINT]
    return found


async def test_nobody_else_has_webhooks(house: House, town: Town) -> None:
    for role in (AccessRole.WORKER, AccessRole.HEAD, AccessRole.CONTACT):
        grant = Grant(role=role, municipality=BERGKAMEN, organization_id=town.school)
        http = await door(house, new_id(), grant)
        assert (await http.get(LIST)).status_code == 403


async def test_a_clerk_of_no_carrier_does_not_look_after_the_municipalitys_own(
    house: House, town: Town
) -> None:
    key, _ = await subscribe(house, "https://personal.kreis.example/", None)
    clerk = await door(house, new_id(), Grant(role=AccessRole.CARRIER, municipality=BERGKAMEN))
    for path in (LIST, f"{LIST}/neu", f"{LIST}/{key}", f"{LIST}/{key}/zustellungen"):
        assert (await clerk.get(path)).status_code == 403
    assert (await clerk.post(f"{LIST}/{key}/geheimnis")).status_code == 403
