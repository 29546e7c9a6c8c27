"""A city's own site shows the list under its own strict policy, and a link without scripts."""

import os
import re
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from html import unescape

import pytest
import pytest_asyncio
from playwright.async_api import Browser, Page, async_playwright
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from tests.browser.conftest import CHROMIUM, SWITCHES
from tests.directory.conftest import Desk
from tests.directory.test_office_hours import enter
from tests.directory.test_people import CHOICES, OWN, Person, office_of
from tests.directory.test_public import NUMBER, decide, open_entry
from tests.house import BERGKAMEN, URL
from tests.serving import served

EMBEDDING = "/directory/oeffentliches-verzeichnis/einbinden"
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        CHROMIUM is None and os.environ.get("KNOTENPUNKT_REQUIRE_REAL") != "1",
        reason="Chromium is missing: make chromium-headless-shell",
    ),
]


@pytest_asyncio.fixture
async def chromium() -> AsyncGenerator[Browser]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=SWITCHES)
        yield browser
        await browser.close()


async def snippet_of(office: Person, query: str = "") -> str:
    """What the office is shown to copy."""
    page = await office.get(f"{EMBEDDING}{query}")
    [found] = re.findall(r"<pre[^>]*>(.+?)</pre>", page.text, re.DOTALL)
    return unescape(found)


def city(snippet: str, port: int) -> Starlette:
    """A site with the list, which lets nothing in but ours; it is of another origin."""
    ours = f"http://127.0.0.1:{port}"
    html = f"<!doctype html><html lang=de><title>Stadt</title>{snippet.replace(URL, ours)}"
    policy = f"default-src 'none'; script-src {ours}; connect-src {ours}"

    async def show(_: Request) -> Response:
        return HTMLResponse(html, headers={"content-security-policy": policy})

    return Starlette(routes=[Route("/", show)])


@asynccontextmanager
async def at_the_city(
    desk: Desk, chromium: Browser, snippet: str, *, scripts: bool = True
) -> AsyncGenerator[Page]:
    """A visitor of the city's site; its policy has had to refuse nothing."""
    told = list[str]()
    async with served(desk.house.app) as port, served(city(snippet, port)) as elsewhere:
        context = await chromium.new_context(java_script_enabled=scripts)
        context.set_default_timeout(15_000)
        page = await context.new_page()
        page.on("console", lambda line: told.append(line.text))
        await page.goto(f"http://127.0.0.1:{elsewhere}/", wait_until="networkidle")
        yield page
        await context.close()
    assert [each for each in told if "Content Security Policy" in each] == []


async def test_a_city_shows_the_list_until_somebody_closes_their_entry(
    desk: Desk, chromium: Browser
) -> None:
    worker, office = await open_entry(desk), await office_of(desk)
    await enter(worker)
    async with at_the_city(desk, chromium, await snippet_of(office)) as page:
        mara = page.locator(".schulsozialarbeit-person", has_text="Mara Özgür")
        await mara.wait_for()
        assert "Montag 9:00 bis 12:30 Uhr, Raum 1.07" in await mara.inner_text()
        assert await mara.get_by_role("link").get_attribute("href") == "mailto:mara@example.org"
        assert await page.get_by_role("link", name="Schulsozialarbeit:").count() == 1
        closed = await worker.post(f"{OWN}/bearbeiten", **CHOICES | {"version": "1"})
        assert closed.status_code == 303
        await page.reload()
        await page.locator(".schulsozialarbeit-person").first.wait_for()
        assert await mara.count() == 0


async def test_a_school_shows_its_own_people(desk: Desk, chromium: Browser) -> None:
    await open_entry(desk)
    office = await office_of(desk)
    snippet = await snippet_of(office, f"?school={NUMBER}")
    async with at_the_city(desk, chromium, snippet) as page:
        people = page.locator(".schulsozialarbeit-person")
        await people.first.wait_for()
        assert await people.count() == 1


async def test_without_scripts_or_a_directory_there_is_the_link(
    desk: Desk, chromium: Browser
) -> None:
    await open_entry(desk)
    office = await office_of(desk)
    snippet = await snippet_of(office)
    async with at_the_city(desk, chromium, snippet, scripts=False) as page:
        link = page.get_by_role("link", name="Schulsozialarbeit: Stadt Bergkamen")
        assert (await link.get_attribute("href") or "").endswith(f"/oeffentlich/{BERGKAMEN}")
    await decide(desk, 0)
    async with at_the_city(desk, chromium, snippet) as page:
        assert await page.locator(".schulsozialarbeit-person").count() == 0
        assert await page.get_by_role("link").count() == 1


async def test_what_somebody_writes_of_themselves_is_text_everywhere(
    desk: Desk, chromium: Browser
) -> None:
    await open_entry(desk, hours="<img src=x onerror=alert(1)>")
    office = await office_of(desk)
    async with at_the_city(desk, chromium, await snippet_of(office)) as page:
        mara = page.locator(".schulsozialarbeit-person", has_text="Mara Özgür")
        assert "<img src=x onerror=alert(1)>" in await mara.inner_text()
        assert await page.locator("img").count() == 0


async def test_the_office_is_shown_what_to_copy(desk: Desk) -> None:
    office = await office_of(desk)
    snippet = await snippet_of(office, f"?school={NUMBER}")
    assert f'<script src="{URL}/directory/oeffentlich/liste.js" async></script>' in snippet
    assert f'data-knotenpunkt="{BERGKAMEN}" data-schule="{NUMBER}"' in snippet
    assert "data-schule" not in await snippet_of(office, "?school=999999")
    await decide(desk, 0)
    assert "<pre" not in (await office.get(EMBEDDING)).text
