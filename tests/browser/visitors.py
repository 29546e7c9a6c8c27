"""Somebody of the sample signs in by one click."""

import asyncio
import re
from collections.abc import Mapping

from playwright.async_api import Page, StorageState, StorageStateCookie

from deploy.services import NAMES

LOOPBACK = "127.0.0.1"
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


def as_browser(cookies: Mapping[str, str], host: str) -> StorageState:
    """Cookies of somebody signed in, as a browser begins with them."""
    return StorageState(
        cookies=[
            StorageStateCookie(
                name=name,
                value=value,
                domain=host,
                path="/",
                expires=-1,
                httpOnly=True,
                secure=False,
                sameSite="Lax",
            )
            for name, value in cookies.items()
        ]
    )
