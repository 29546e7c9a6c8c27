"""The embedded installation as people see it: a real server, a real Chromium."""

import os
import re
import shutil
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterator
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
import pytest_asyncio
from playwright.async_api import (
    Browser,
    ConsoleMessage,
    Page,
    StorageState,
    ViewportSize,
    async_playwright,
)

from tests.browser.barriers import forget_earlier_pictures
from tests.browser.carrier import CarrierSystem
from tests.conftest import RUN
from tests.demonstration import STORY_ENDS, Demonstration
from tests.lived_in import move_in
from tests.servers.run import Run

if TYPE_CHECKING:
    from tests.browser.town_hall import TownHall
    from tests.browser.walk import Book

pytest.register_assert_rewrite("tests.browser.everybody")

CHROMIUM = shutil.which("chromium-headless-shell") or shutil.which("chromium")
"""Without windows a page is looked at in a third of the time."""
SWITCHES = ["--no-sandbox", "--disable-background-networking"]
WIDTHS = {390: 844, 1280: 900}
UNREAD_STREAM = "/notifications/mitteilungen/strom"
REFUSED_PAGE = re.compile(r"Failed to load resource: .* status of (403|404|409|410|422|503) ")

OpenPage = Callable[..., Awaitable[Page]]


@pytest.fixture(scope="session")
def installation(
    pytestconfig: pytest.Config, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Demonstration]:
    """One for all tests that leave the clock alone; its own story is told."""
    yield from started(pytestconfig.stash[RUN], tmp_path_factory)


@pytest.fixture(scope="module")
def time_machine(
    pytestconfig: pytest.Config, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Demonstration]:
    """One for the tests of a file that move the clock."""
    yield from started(pytestconfig.stash[RUN], tmp_path_factory)


def started(run: Run, folders: pytest.TempPathFactory) -> Iterator[Demonstration]:
    demonstration = Demonstration(folders.mktemp("installation") / "var")
    move_in(run, demonstration.data)
    demonstration.start()
    demonstration.wait_for(STORY_ENDS)
    yield demonstration
    demonstration.kill()


@pytest.fixture
async def carrier(installation: Demonstration) -> AsyncGenerator[CarrierSystem]:
    async with CarrierSystem(installation.base) as carrier:
        yield carrier


@pytest.fixture
async def browser() -> AsyncGenerator[Browser]:
    if CHROMIUM is None:
        if os.environ.get("KNOTENPUNKT_REQUIRE_REAL") == "1":
            pytest.fail("No Chromium here, and KNOTENPUNKT_REQUIRE_REAL=1 forbids going without.")
        pytest.skip("No Chromium to look at pages with: apt-get install chromium-headless-shell.")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=SWITCHES)
        yield browser
        await browser.close()


@pytest.fixture
def looking() -> StorageState:
    """The cookies of whoever looks, who is nobody; a file of tests may say otherwise."""
    return StorageState()


@pytest.fixture
async def open_page(browser: Browser, looking: StorageState) -> AsyncGenerator[OpenPage]:
    """``page = await open_page(390, java_script_enabled=False)``; no page may complain."""
    complaints: list[str] = []

    async def open_it(width: int = 1280, **more: Any) -> Page:
        viewport: ViewportSize = {"width": width, "height": WIDTHS[width]}
        context = await browser.new_context(
            viewport=viewport,
            locale="de-DE",
            reduced_motion="reduce",
            storage_state=looking,
            **more,
        )
        context.on("console", lambda line: complaints.extend(complaint(line)))
        context.on("weberror", lambda error: complaints.append(str(error.error)))
        return await context.new_page()

    yield open_it
    assert complaints == []


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def hall(tmp_path_factory: pytest.TempPathFactory) -> AsyncGenerator["TownHall"]:
    """For those who look at every page."""
    from deploy.sample.sandbox import try_out
    from tests.browser.town_hall import open_town_hall  # which needs what is above
    from tests.towns import BERGKAMEN

    async with open_town_hall(tmp_path_factory.mktemp("hall")) as hall:
        async with hall.house.context("directory").database.transaction() as uow:
            await try_out(uow, BERGKAMEN, hall.town.carrier_id)
        yield hall


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def chromium(hall: "TownHall") -> AsyncGenerator[Browser]:
    """It finds the hall at the usual address."""
    forget_earlier_pictures()
    async with async_playwright() as playwright:
        browser = await hall.launch(playwright)
        yield browser
        await browser.close()


@pytest.fixture(scope="module")
def book() -> "Book":
    """Of all who walk in a file of tests."""
    from tests.browser.walk import Book  # as the hall

    return Book()


def complaint(line: ConsoleMessage) -> Iterator[str]:
    """What a browser notes, except a refusal of the page itself, and services that are not here."""
    address = line.location["url"]
    of_the_page = line.page is not None and address == line.page.url
    elsewhere = urlsplit(address).path == UNREAD_STREAM and "404" in line.text
    if not elsewhere and not (of_the_page and REFUSED_PAGE.match(line.text)):
        yield f"{address}: {line.text}"
