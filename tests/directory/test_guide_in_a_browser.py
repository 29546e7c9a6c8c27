"""The guide as developers see it: without barriers, and to try under the strict policy."""

import os

import pytest
from playwright.async_api import StorageState

from shared.web.assets import vendor
from tests.browser.barriers import AXE, check
from tests.browser.conftest import OpenPage, browser, open_page
from tests.browser.visitors import LOOPBACK, as_browser
from tests.directory.conftest import Desk
from tests.serving import served

__all__ = ["browser", "open_page"]

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        (not AXE.exists() or vendor("swagger-ui-bundle.js") is None)
        and os.environ.get("KNOTENPUNKT_REQUIRE_REAL") != "1",
        reason="axe or Swagger UI is missing: make assets",
    ),
]


@pytest.fixture
def looking(desk: Desk) -> StorageState:
    return as_browser(desk.house.http.cookies, LOOPBACK)


async def test_nobody_is_excluded_from_the_guide(desk: Desk, open_page: OpenPage) -> None:
    async with served(desk.house.app) as port:
        for width in (390, 1280):
            page = await open_page(width)
            message = "/ereignisse/directory.worker-hired.v1"
            for path in (
                "",
                "/schnittstelle",
                "/schnittstelle/trainings",
                "/ereignisse",
                message,
                "/aenderungen",
            ):
                await page.goto(f"http://127.0.0.1:{port}/directory/entwickler{path}")
                assert await check(page) == [], path


async def test_the_description_is_tried_under_the_strict_policy(
    desk: Desk, open_page: OpenPage
) -> None:
    async with served(desk.house.app) as port:
        page, told = await open_page(1280), list[str]()
        page.on("console", lambda message: told.append(message.text))
        page.set_default_timeout(15_000)
        await page.goto(f"http://127.0.0.1:{port}/directory/entwickler/schnittstelle")
        await page.get_by_role("button", name="Interaktiv ausprobieren").click()
        operation = page.locator(".opblock", has_text="Cancel Many")
        await operation.locator(".opblock-summary-control").click()
        await operation.get_by_role("button", name="Try it out").click()
        await operation.get_by_role("button", name="Execute").wait_for()
    assert [each for each in told if "Content Security Policy" in each] == []
