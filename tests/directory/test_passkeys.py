"""A passkey as the second step: real signatures of a device in software."""

import json
import re
from collections.abc import AsyncGenerator
from dataclasses import replace
from datetime import timedelta
from functools import partial
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from httpx2 import AsyncClient, Response
from sqlalchemy import select

from deploy.local.postgres import PostgresServer
from services.directory.notices.models import Notice
from services.directory.passkeys.models import Passkey, PasskeyChallenge
from services.directory.passkeys.rules import MAX_PASSKEYS
from services.directory.passkeys.values import Site
from tests.directory.authenticator import Authenticator
from tests.directory.conftest import Desk, open_desk
from tests.directory.test_codes import MARLENE, new_browser
from tests.directory.test_second_step import (
    HEAD,
    OWN,
    ROLES,
    STEP,
    code_of,
    first_step,
    key_on,
    marlene,
    said,
    second_step,
    set_up,
    signed_in,
)
from tests.house import URL, House
from tests.rewinding import Houses

HOST = "knotenpunkt.test"


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.real)])
async def desk(
    request: pytest.FixtureRequest, houses: Houses, tmp_path: Path
) -> AsyncGenerator[Desk]:
    if request.param == "sqlite":
        yield replace(await houses.as_new("desk", partial(open_desk, second_factor=ROLES)))
        return
    server: PostgresServer = request.getfixturevalue("postgres")
    name = f"passkeys_{abs(hash(request.node.nodeid))}"
    server.create(name)
    async with open_desk(tmp_path, server.owner_url(name), second_factor=ROLES) as desk:
        yield desk


@pytest.fixture
def house(desk: Desk) -> House:
    return desk.house


@pytest.fixture
async def browser(house: House) -> AsyncGenerator[AsyncClient]:
    async with new_browser(house) as client:
        yield client


@pytest.fixture
def device() -> Authenticator:
    return Authenticator(URL, HOST)


def wanted(page: Response) -> dict[str, Any]:
    found = re.search(r"data-wants='([^']+)'", page.text)
    assert found is not None, said(page)
    wants: dict[str, Any] = json.loads(unescape(found[1]))
    return wants


async def bring(browser: AsyncClient, response: str, name: str = "") -> Response:
    sent = {"credential": response} | ({"name": name} if name else {})
    return await browser.post(f"{STEP}/passkey", data=sent)


async def set_up_passkey(house: House, browser: AsyncClient, device: Authenticator) -> Response:
    """In the first sign-in, instead of an app."""
    await first_step(house, browser)
    made = device.create(wanted(await browser.get(STEP)))
    return await bring(browser, made, "Diensthandy")


async def add(browser: AsyncClient, device: Authenticator, name: str = "Schlüssel") -> Response:
    """While signed in."""
    begun = await browser.post(f"{OWN}/passkeys/beginnen")
    made = device.create(wanted(await browser.get(begun.headers["location"])))
    sent = {"credential": made, "name": name}
    return await browser.post(f"{OWN}/passkeys/neu", data=sent)


async def told(desk: Desk) -> list[str]:
    """What the person was told by mail, in order."""
    announced = await desk.announced("directory.code-request.v1")
    return [each["notice"] for each in announced if each["notice"]]


async def test_the_first_sign_in_may_set_up_a_passkey_instead_of_an_app(
    desk: Desk, browser: AsyncClient, device: Authenticator
) -> None:
    done = await set_up_passkey(desk.house, browser, device)
    assert done.status_code == 200, said(done)
    assert len(set(re.findall(r"[A-Z2-7]{5}-[A-Z2-7]{5}", done.text))) == 10
    assert len(await signed_in(desk.house)) == 1
    own = said(await browser.get(OWN))
    assert "Diensthandy" in own
    assert "10 Codes sind noch unbenutzt" in own
    assert await told(desk) == ["passkey_added"]


async def test_later_sign_ins_are_signed_by_it(
    house: House, browser: AsyncClient, device: Authenticator
) -> None:
    await set_up_passkey(house, browser, device)
    async with new_browser(house) as other:
        await first_step(house, other)
        page = await other.get(STEP)
        assert "Mit Passkey anmelden" in said(page)
        assert "JavaScript" in said(page)
        assert "data:image" not in page.text
        done = await bring(other, device.get(wanted(page)))
        assert done.status_code == 303, said(done)
        assert "zuletzt benutzt" in said(await other.get(OWN))
    assert len(await signed_in(house)) == 2


async def test_what_was_signed_works_once_and_only_in_its_browser(
    house: House, browser: AsyncClient, device: Authenticator
) -> None:
    await set_up_passkey(house, browser, device)
    async with new_browser(house) as mine, new_browser(house) as thief:
        await first_step(house, mine)
        await first_step(house, thief)
        answer = device.get(wanted(await mine.get(STEP)))
        assert "nicht geklappt" in said(await bring(thief, answer))
        assert (await bring(mine, answer)).status_code == 303
        assert "von vorn" in said(await bring(mine, answer))
    assert len(await signed_in(house)) == 2


async def test_each_try_wants_another_challenge_signed(
    house: House, browser: AsyncClient, device: Authenticator
) -> None:
    await set_up_passkey(house, browser, device)
    async with new_browser(house) as other:
        await first_step(house, other)
        before = wanted(await other.get(STEP))
        assert wanted(await other.get(STEP)) == before
        await bring(other, "{}")
        assert wanted(await other.get(STEP))["challenge"] != before["challenge"]
        assert "nicht geklappt" in said(await bring(other, device.get(before)))


@pytest.mark.parametrize(
    "fault", ["other site", "other name", "nobody verified", "unknown", "no JSON", "empty"]
)
async def test_what_is_not_signed_here_by_its_owner_is_refused(
    house: House, browser: AsyncClient, device: Authenticator, fault: str
) -> None:
    await set_up_passkey(house, browser, device)
    async with new_browser(house) as other:
        await first_step(house, other)
        wants = wanted(await other.get(STEP))
        if fault == "other site":
            device.origin = "https://knotenpunkt.example"
        elif fault == "other name":
            device.rp_id = "knotenpunkt.example"
        elif fault == "nobody verified":
            device.verifies = False
        elif fault == "unknown":
            stranger = Authenticator(URL, HOST)
            stranger.create({"challenge": ""})
            [foreign] = stranger.keys
            wants["allowCredentials"] = [{"id": json.loads(stranger._sent(foreign))["id"]}]
            device = stranger
        given = {"no JSON": "{", "empty": ""}.get(fault) if fault in ("no JSON", "empty") else None
        answer = await bring(other, device.get(wants) if given is None else given)
        assert answer.status_code == 422
    assert len(await signed_in(house)) == 1


async def test_five_tries_in_all_whatever_is_tried(
    house: House, browser: AsyncClient, device: Authenticator
) -> None:
    await set_up_passkey(house, browser, device)
    async with new_browser(house) as other:
        await first_step(house, other)
        for _ in range(4):
            await bring(other, "{}")
        await second_step(other, "000000")
        right = device.get(wanted(await other.get(STEP)))
        assert "zu viele Versuche" in said(await bring(other, right))
    assert len(await signed_in(house)) == 1


async def test_a_counter_that_goes_back_is_refused_and_told(
    desk: Desk, browser: AsyncClient, device: Authenticator
) -> None:
    await set_up_passkey(desk.house, browser, device)
    device.used = 0
    async with new_browser(desk.house) as other:
        await first_step(desk.house, other)
        refused = await bring(other, device.get(wanted(await other.get(STEP))))
        assert "Kopie" in said(refused)
        assert await told(desk) == ["passkey_added", "passkey_refused"]
        right = await bring(other, device.get(wanted(await other.get(STEP))))
        assert right.status_code == 303, "the second use tells a number that is new"


async def test_a_device_that_does_not_count_always_tells_nought(
    house: House, browser: AsyncClient
) -> None:
    device = Authenticator(URL, HOST, counts=False)
    await set_up_passkey(house, browser, device)
    for _ in range(2):
        async with new_browser(house) as other:
            await first_step(house, other)
            done = await bring(other, device.get(wanted(await other.get(STEP))))
            assert done.status_code == 303


async def test_an_app_stays_beside_a_passkey(
    house: House, browser: AsyncClient, device: Authenticator
) -> None:
    key, _ = await set_up(house, browser)
    added = await add(browser, device)
    assert added.headers["location"] == OWN, "there are recovery codes already"
    house.clock.forward(timedelta(minutes=1))
    async with new_browser(house) as other, new_browser(house) as third:
        await first_step(house, other)
        assert (await bring(other, device.get(wanted(await other.get(STEP))))).status_code == 303
        await first_step(house, third)
        assert (await second_step(third, code_of(house, key))).status_code == 303


async def test_a_new_passkey_is_taken_once_and_soon(
    house: House, browser: AsyncClient, device: Authenticator
) -> None:
    key, _ = await set_up(house, browser)
    begun = await browser.post(f"{OWN}/passkeys/beginnen")
    form = begun.headers["location"]
    late = {"credential": device.create(wanted(await browser.get(form))), "name": "Spät"}
    house.clock.forward(timedelta(minutes=10))
    await browser.post("/directory/bestaetigen", data={"code": code_of(house, key)})
    await browser.post(f"{OWN}/passkeys/neu", data=late)
    assert "zehn Minuten" in said(await browser.get(OWN))
    assert "Von vorn" in said(await browser.get(form))
    assert await house.rows("directory", select(Passkey.name)) == []
    assert await house.rows("directory", select(PasskeyChallenge.challenge)) == []
    await browser.post(f"{OWN}/passkeys/beginnen")
    twice = {"credential": device.create(wanted(await browser.get(form))), "name": "Einmal"}
    for _ in range(2):
        await browser.post(f"{OWN}/passkeys/neu", data=twice)
    assert await house.rows("directory", select(Passkey.name)) == [("Einmal",)]


async def test_there_is_an_end_to_passkeys_and_each_is_excluded_from_being_made_again(
    house: House, browser: AsyncClient, device: Authenticator
) -> None:
    await set_up(house, browser)
    for number in range(MAX_PASSKEYS):
        await add(browser, device, f"Nummer {number}")
    await add(browser, device, "Einer zuviel")
    assert "Mehr als zehn" in said(await browser.get(OWN))
    assert len(await house.rows("directory", select(Passkey.name))) == MAX_PASSKEYS
    begun = await browser.post(f"{OWN}/passkeys/beginnen")
    wants = wanted(await browser.get(begun.headers["location"]))
    assert len(wants["excludeCredentials"]) == MAX_PASSKEYS


async def test_the_last_factor_of_a_role_that_needs_one_stays(
    desk: Desk, browser: AsyncClient, device: Authenticator
) -> None:
    house = desk.house
    await set_up_passkey(house, browser, device)
    [(passkey,)] = await house.rows("directory", select(Passkey.id))
    gone = f"{OWN}/passkeys/{passkey}/entfernen"
    assert "erst entfernen, wenn" in said(await browser.get(gone))
    assert (await browser.post(gone)).status_code == 409
    page = await browser.get(f"{OWN}/app")
    key = key_on(page)
    sealed = re.search(r'name="sealed" value="([^"]+)"', page.text)
    assert sealed is not None
    sent = {"code": code_of(house, key), "sealed": sealed[1]}
    assert (await browser.post(f"{OWN}/app", data=sent)).status_code == 303
    assert "Mit ihm kommt niemand" in said(await browser.get(gone))
    assert (await browser.post(gone)).status_code == 303
    assert (await browser.post(f"{OWN}/app/entfernen")).status_code == 409
    assert await told(desk) == ["passkey_added", "app_set_up", "passkey_removed"]
    assert len(await house.rows("directory", select(Notice.id))) == 3


async def test_who_needs_none_may_have_one_and_be_rid_of_it(
    house: House, browser: AsyncClient, device: Authenticator
) -> None:
    assert (await first_step(house, browser, HEAD)).headers["location"] == "/"
    done = await add(browser, device)
    assert len(set(re.findall(r"[A-Z2-7]{5}-[A-Z2-7]{5}", done.text))) == 10
    async with new_browser(house) as other:
        assert (await first_step(house, other, HEAD)).headers["location"] == STEP
    [(passkey,)] = await house.rows("directory", select(Passkey.id))
    assert (await browser.post(f"{OWN}/passkeys/{passkey}/entfernen")).status_code == 303
    async with new_browser(house) as other:
        assert (await first_step(house, other, HEAD)).headers["location"] == "/"


async def test_nobody_removes_anothers(
    house: House, browser: AsyncClient, device: Authenticator
) -> None:
    await set_up_passkey(house, browser, device)
    [(passkey,)] = await house.rows("directory", select(Passkey.id))
    async with new_browser(house) as other:
        await first_step(house, other, HEAD)
        gone = f"{OWN}/passkeys/{passkey}/entfernen"
        assert (await other.get(gone)).status_code == 404
        assert (await other.post(gone)).status_code == 404


async def test_a_reset_ends_passkeys_and_the_person_is_told(
    desk: Desk, browser: AsyncClient, device: Authenticator
) -> None:
    await set_up_passkey(desk.house, browser, device)
    account = f"/directory/konten/{await marlene(desk.house)}"
    page = said(await desk.house.http.get(account))
    assert "Mit einem Passkey" in page
    assert (await desk.house.http.post(f"{account}/zweiter-schritt")).status_code == 303
    assert await desk.house.rows("directory", select(Passkey.id)) == []
    assert (await told(desk))[-1] == "reset"
    async with new_browser(desk.house) as other:
        await first_step(desk.house, other, MARLENE)
        assert "Zweiten Schritt einrichten" in said(await other.get(STEP))


def test_a_bare_address_has_no_passkeys() -> None:
    assert Site.at("http://127.0.0.1:8000") is None
    assert Site.at("http://[::1]:8000") is None
    assert Site.at("https://kp.example.org/x") == Site("kp.example.org", "https://kp.example.org")
    assert Site.at("http://localhost:8000") == Site("localhost", "http://localhost:8000")
