"""A passkey of a real Chromium, whose authenticator is a virtual one; and no barrier on the way."""

import asyncio
import os
import re
from collections.abc import AsyncGenerator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pytest
import uvicorn
from playwright.async_api import Page, expect
from sqlalchemy import select

from deploy.local.program import free_port
from services.directory.passkeys.models import Passkey
from tests.browser.barriers import AXE, check
from tests.browser.conftest import OpenPage, browser, looking, open_page
from tests.directory.conftest import open_desk
from tests.directory.test_codes import MARLENE, latest_code
from tests.directory.test_second_step import ROLES, code_of
from tests.house import House

__all__ = ["browser", "looking", "open_page"]

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        not AXE.exists() and os.environ.get("KNOTENPUNKT_REQUIRE_REAL") != "1",
        reason="axe, which looks for barriers, is missing: make assets",
    ),
]


@dataclass
class Site:
    """Under a name, which browsers bind passkeys to."""

    house: House
    base: str

    async def first_step(self, page: Page) -> None:
        await page.goto(f"{self.base}/directory/anmelden")
        await page.get_by_label("Ihre Mail-Adresse").fill(MARLENE)
        await page.get_by_role("button", name="Code anfordern").click()
        await page.get_by_label("Code").fill(await latest_code(self.house))
        await page.get_by_role("button", name="Anmelden").click()


@pytest.fixture
async def site(tmp_path: Path) -> AsyncGenerator[Site]:
    port = free_port()
    base = f"http://localhost:{port}"
    async with open_desk(tmp_path, second_factor=ROLES, public_url=base) as desk:
        config = uvicorn.Config(desk.house.app, port=port, log_level="error", lifespan="off")
        server = uvicorn.Server(config)
        serving = asyncio.create_task(server.serve())
        while not server.started:
            await asyncio.sleep(0.02)
        yield Site(desk.house, base)
        server.should_exit = True
        with suppress(asyncio.CancelledError):
            await serving


async def with_authenticator(page: Page) -> None:
    """The browser finds one built in, whose owner has a finger."""
    protocol = await page.context.new_cdp_session(page)
    await protocol.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
    }
    await protocol.send("WebAuthn.addVirtualAuthenticator", {"options": options})


async def test_a_passkey_is_set_up_used_and_removed(site: Site, open_page: OpenPage) -> None:
    page = await open_page(390, bypass_csp=True)
    await with_authenticator(page)
    faults: dict[str, list[str]] = {}
    await site.first_step(page)
    faults["set up"] = await check(page)
    await page.get_by_label("Name").fill("Diensthandy")
    await page.get_by_role("button", name="Passkey einrichten und anmelden").click()
    await expect(page.locator(".kp-codes li")).to_have_count(10)
    await expect(page.get_by_role("button", name="Drucken")).to_be_visible()
    faults["codes"] = await check(page)

    await site.first_step(page)
    faults["second step"] = await check(page)
    await page.get_by_role("button", name="Mit Passkey anmelden").click()
    await page.wait_for_url(re.compile("^((?!zweiter-schritt).)*$"))
    await page.goto(f"{site.base}/directory/zweiter-schritt")
    await expect(page.get_by_text("zuletzt benutzt")).to_be_visible()
    faults["own"] = await check(page)

    await page.get_by_role("button", name="Passkey hinzufügen").click()
    faults["another"] = await check(page)
    await page.get_by_label("Name").fill("Noch einer")
    await page.get_by_role("button", name="Passkey erzeugen").click()
    await expect(page.get_by_text("Auf diesem Gerät ist schon einer")).to_be_visible()
    await page.get_by_role("link", name="Abbrechen").click()
    await page.get_by_role("link", name="App einrichten").click()
    faults["app"] = await check(page)
    await page.goto(f"{site.base}/directory/zweiter-schritt")
    await page.get_by_role("link", name="Entfernen: Diensthandy").click()
    await expect(page.get_by_text("erst entfernen, wenn Sie etwas anderes haben")).to_be_visible()
    faults["last"] = await check(page)
    assert {name: found for name, found in faults.items() if found} == {}
    assert await site.house.rows("directory", select(Passkey.name)) == [("Diensthandy",)]


async def test_without_scripts_the_app_is_offered_and_the_page_says_so(
    site: Site, open_page: OpenPage
) -> None:
    page = await open_page(1280, java_script_enabled=False)
    await site.first_step(page)
    await expect(page.get_by_text("Passkeys brauchen JavaScript")).to_be_visible()
    await expect(page.get_by_role("button", name="Passkey")).to_have_count(0)
    key = (await page.locator("figcaption code").inner_text()).replace(" ", "")
    await page.get_by_label("Code").fill(code_of(site.house, key))
    await page.get_by_role("button", name="Einrichten und anmelden").click()
    await expect(page.locator(".kp-codes li")).to_have_count(10)
