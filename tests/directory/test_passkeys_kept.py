"""Passkeys are added, kept and removed."""

import re
from datetime import timedelta

from httpx2 import AsyncClient, Response
from sqlalchemy import select

from services.directory.notices.models import Notice
from services.directory.passkeys.models import Passkey, PasskeyChallenge
from services.directory.passkeys.rules import MAX_PASSKEYS
from tests.directory.authenticator import Authenticator
from tests.directory.conftest import Desk
from tests.directory.test_codes import MARLENE, new_browser
from tests.directory.test_passkeys import (
    bring,
    browser,
    desk,
    device,
    house,
    set_up_passkey,
    told,
    wanted,
)
from tests.directory.test_second_step import (
    HEAD,
    STEP,
    code_of,
    first_step,
    key_on,
    said,
    second_step,
    set_up,
)
from tests.directory.test_second_step_kept import OWN, marlene
from tests.house import House

__all__ = ["browser", "desk", "device", "house"]


async def add(browser: AsyncClient, device: Authenticator, name: str = "Schlüssel") -> Response:
    """While signed in."""
    begun = await browser.post(f"{OWN}/passkeys/beginnen")
    made = device.create(wanted(await browser.get(begun.headers["location"])))
    sent = {"credential": made, "name": name}
    return await browser.post(f"{OWN}/passkeys/neu", data=sent)


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
