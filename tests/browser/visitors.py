"""Somebody of the sample signs in by one click."""

import asyncio
import re

from playwright.async_api import Page

from deploy.services import NAMES

OPERATOR = "Betrieb"
SECONDS = 30.0


async def enter(page: Page, base: str, title: str = OPERATOR) -> None:
    """Sign in as the first of a kind; once it returns, every service knows."""
    await page.goto(f"{base}/directory/anmelden")
    await choose(page, base, title)


async def choose(page: Page, base: str, title: str = OPERATOR) -> None:
    """The same where the sign-in page is open; ends on the page that was wanted."""
    await page.get_by_role("button", name=re.compile(f"^{title}:")).first.click()
    await page.locator(".kp-account__button").wait_for()
    async with asyncio.timeout(SECONDS):
        for service in NAMES:
            while not (await page.request.get(f"{base}/{service}/api/v1/cards")).ok:
                await asyncio.sleep(0.1)
