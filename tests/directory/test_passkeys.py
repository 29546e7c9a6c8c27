"""A passkey as the second step: real signatures of a device in software."""

import json
import re
from collections.abc import AsyncGenerator
from dataclasses import replace
from functools import partial
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from httpx2 import AsyncClient, Response

from services.directory.passkeys.values import Site
from tests.directory.authenticator import Authenticator
from tests.directory.conftest import Desk, open_desk
from tests.directory.test_codes import new_browser
from tests.directory.test_second_step import ROLES, STEP, first_step, said, second_step, signed_in
from tests.directory.test_second_step_kept import OWN
from tests.house import URL, House
from tests.rewinding import Houses
from tests.servers.run import SharedPostgres

HOST = "knotenpunkt.test"


DATABASES = ["sqlite", pytest.param("postgres", marks=pytest.mark.real)]
on_both = pytest.mark.parametrize("desk", DATABASES, indirect=True)
"""Where statements or locks differ; elsewhere SQLite is enough."""


@pytest.fixture
async def desk(
    request: pytest.FixtureRequest, houses: Houses, tmp_path: Path
) -> AsyncGenerator[Desk]:
    if getattr(request, "param", "sqlite") == "sqlite":
        yield replace(await houses.as_new("desk", partial(open_desk, second_factor=ROLES)))
        return
    server: SharedPostgres = request.getfixturevalue("postgres")
    name = f"passkeys_{abs(hash(request.node.nodeid))}"
    server.create_for("directory", name)
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


@on_both
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


def test_a_bare_address_has_no_passkeys() -> None:
    assert Site.at("http://127.0.0.1:8000") is None
    assert Site.at("http://[::1]:8000") is None
    assert Site.at("https://kp.example.org/x") == Site("kp.example.org", "https://kp.example.org")
    assert Site.at("http://localhost:8000") == Site("localhost", "http://localhost:8000")
