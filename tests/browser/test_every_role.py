"""Each role walks to every page that it is offered, and nothing stands in its way."""

import os
import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.async_api import Page

from deploy.services import NAMES, load
from shared.contracts.accounts import AccessRole
from shared.web.audience import Audience
from tests.browser.barriers import AXE, check
from tests.browser.carrier import CarrierSystem
from tests.browser.conftest import OpenPage
from tests.browser.visitors import enter

ROLES = {
    "Koordinierungsstelle": AccessRole.COORDINATOR,
    "Anstellungsträger": AccessRole.CARRIER,
    "Schulleitung": AccessRole.HEAD,
    "Jugendamt": AccessRole.CONTACT,
    "Fachkraft": AccessRole.WORKER,
    "Betrieb": AccessRole.OPERATOR,
}
LINKS = "[...document.querySelectorAll('a[href]')].map(each => each.href)"
NO_PAGE = re.compile(r"[?&]als=|/api/|/openapi\.json|/html$|/text$|/strom|/(verwerfen|kopie)$|/l/")
"""Files, streams, what is for programs, what is inside a page, and what begins with a choice."""
VARIABLE = re.compile(r"/[0-9a-f]{8}-[0-9a-f-]{27}")

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        not AXE.exists() and os.environ.get("KNOTENPUNKT_REQUIRE_REAL") != "1",
        reason="Axe, which looks for barriers, is missing: make assets.",
    ),
]


def pages_for(role: AccessRole) -> Iterator[str]:
    """Every page without a variable in its address that the role may open."""
    for name in NAMES:
        for router in load(name).pages:
            roles = getattr(router.asked.dependency, "roles", frozenset())
            if router.audience is Audience.PERSON and role in roles:
                for route in router.routes:
                    if "GET" in route.methods and "{" not in route.path:
                        yield f"/{name}{route.path}"


async def walk(page: Page, base: str, starts: list[str]) -> dict[str, list[str]]:
    """What is wrong with each page that can be reached, one of each kind."""
    waiting, seen = [f"{base}{each}" for each in starts], set[str]()
    faults: dict[str, list[str]] = {}
    while waiting:
        address = waiting.pop(0)
        kind = VARIABLE.sub("/*", urlsplit(address).path)
        if kind in seen or NO_PAGE.search(address) or not address.startswith(base):
            continue
        seen.add(kind)
        answer = await page.goto(address, wait_until="domcontentloaded")
        if answer is None or answer.status != 200:
            faults[kind] = [f"is offered, and answers {answer and answer.status}"]
            continue
        waiting += await page.evaluate(LINKS)
        if found := await check(page, f"{starts[0]}-{kind}"):
            faults[kind] = found
    return faults


@pytest.mark.parametrize("title", ROLES)
async def test_every_page_of_a_role_can_be_reached_and_used(
    carrier: CarrierSystem, open_page: OpenPage, title: str
) -> None:
    page = await open_page(390, bypass_csp=True)
    await enter(page, carrier.base, title)
    own = [each for each in pages_for(ROLES[title]) if not NO_PAGE.search(each)]
    assert "/dashboard/" in own
    assert await walk(page, carrier.base, own) == {}


async def test_error_pages_and_menus_exclude_nobody(
    carrier: CarrierSystem, open_page: OpenPage
) -> None:
    page = await open_page(390, bypass_csp=True)
    await enter(page, carrier.base, "Schulleitung")
    for path in ("/dashboard/nirgends", "/dashboard/ueberblick", "/nirgends"):
        await page.goto(f"{carrier.base}{path}")
        assert await check(page, f"error-{path}") == []


async def test_everything_in_the_header_is_reached_by_keyboard_and_without_scripts(
    carrier: CarrierSystem, open_page: OpenPage
) -> None:
    page = await open_page(390, java_script_enabled=False)
    await enter(page, carrier.base, "Schulleitung")
    await page.keyboard.press("Tab")
    for _ in range(2):
        await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")
    leave = page.get_by_role("button", name="Abmelden")
    await leave.wait_for()
    for _ in range(2):
        await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")
    await page.get_by_role("heading", name="Abgemeldet").wait_for()
