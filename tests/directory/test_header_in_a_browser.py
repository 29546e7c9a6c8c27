"""The header on the smallest screens."""

import os

import pytest
from playwright.async_api import StorageState

from tests.browser.barriers import AXE
from tests.browser.conftest import OpenPage, browser, open_page
from tests.browser.visitors import LOOPBACK, as_browser
from tests.directory.conftest import Desk
from tests.serving import served

__all__ = ["browser", "open_page"]

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        not AXE.exists() and os.environ.get("KNOTENPUNKT_REQUIRE_REAL") != "1",
        reason="axe is missing: make assets",
    ),
]

A_NAME = 240
"""Pixels that a first and a family name take."""


@pytest.fixture
def looking(desk: Desk) -> StorageState:
    return as_browser(desk.house.http.cookies, LOOPBACK)


async def test_a_whole_name_is_seen_in_the_search_as_it_is_typed(
    desk: Desk, open_page: OpenPage
) -> None:
    async with served(desk.house.app) as port:
        page = await open_page(390)
        for width in (320, 390):
            await page.set_viewport_size({"width": width, "height": 800})
            await page.goto(f"http://127.0.0.1:{port}/directory/organisationen")
            field = await page.locator("#kopf-suche").bounding_box()
            assert field is not None
            assert field["width"] >= A_NAME, width
            assert await page.evaluate("document.documentElement.scrollWidth") == width
            menu = page.locator(".kp-menu__button")
            assert await menu.is_visible()
            await menu.click()
            entry = page.locator(".kp-menu > ul > li").first
            await entry.click(trial=True)
