"""Whoever came from the provider proves there who they are."""

from urllib.parse import parse_qs, urlsplit

import pytest
from httpx2 import AsyncClient, Response

from tests.directory.oidc.conftest import Desk
from tests.directory.oidc.test_pages import browser_of, come_back, linked

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def proof_page(browser: AsyncClient) -> Response:
    return await browser.get("/directory/zweiter-schritt/app")


async def test_who_came_from_the_provider_proves_it_there(desk: Desk) -> None:
    """A sign-in that the provider only remembers is as old as the proof for it."""
    await linked(desk, "sub-of-proof")
    long_ago = {"auth_time": desk.provider.now - 3600}
    desk.provider.claims |= long_ago
    async with browser_of(desk) as browser:
        await come_back(desk, browser)
        led = await proof_page(browser)
        assert led.status_code == 303
        page = await browser.get(led.headers["location"])
        assert "Beim Anmeldedienst bestätigen" in page.text
        onward = {"weiter": "/directory/zweiter-schritt/app", "erneut": "true"}
        begun = await browser.post("/directory/oidc/beginnen", data=onward)
        address = begun.headers["location"]
        assert parse_qs(urlsplit(address).query)["prompt"] == ["login"]
        desk.provider.claims |= {"auth_time": desk.provider.now}
        code, state = desk.provider.grant(address)
        back = await browser.get("/directory/oidc/zurueck", params={"code": code, "state": state})
        assert back.headers["location"] == onward["weiter"]
        assert (await proof_page(browser)).status_code == 200


async def test_a_provider_that_does_not_say_when_is_believed_that_it_was_now(desk: Desk) -> None:
    await linked(desk, "sub-without-a-time")
    async with browser_of(desk) as browser:
        begun = await come_back(desk, browser)
        assert "prompt" not in begun.headers["location"]
        assert (await proof_page(browser)).status_code == 200
