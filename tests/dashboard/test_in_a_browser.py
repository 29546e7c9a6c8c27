"""The pages in a real Chromium: they fill by themselves, and can be halted."""

from dataclasses import replace

import pytest
import uvicorn
from playwright.async_api import Page, StorageState, expect

from shared.messaging.message import Message
from shared.web.neighbours import Network
from tests.browser.conftest import OpenPage, browser, open_page
from tests.browser.visitors import LOOPBACK, as_browser
from tests.dashboard.conftest import address
from tests.dashboard.stories import HireStory, hired
from tests.house import House

__all__ = ["browser", "open_page"]

pytestmark = pytest.mark.browser


@pytest.fixture
def looking(house: House) -> StorageState:
    return as_browser(house.http.cookies, LOOPBACK)


@pytest.fixture
async def page(open_page: OpenPage) -> Page:
    return await open_page(390)


async def test_new_events_appear_wait_while_halted_and_come_when_resumed(
    house: House, server: uvicorn.Server, page: Page
) -> None:
    await page.goto(f"{address(server)}/ereignisse")
    state, rows = page.locator("[data-live-state]"), page.locator(".kp-event")
    await expect(state).to_contain_text("Verbunden")
    await house.bus.publish([hired()])
    await expect(rows).to_have_count(1)
    await page.get_by_role("button", name="Anhalten").click()
    await house.bus.publish([hired() for _ in range(12)])
    await expect(state).to_have_text("Angehalten: 12 neue Ereignisse")
    await expect(rows).to_have_count(1)
    await page.get_by_role("button", name="Fortsetzen").click()
    await expect(rows).to_have_count(13)
    await expect(page.get_by_role("status")).to_contain_text("neue", timeout=8000)


async def test_a_story_says_that_it_has_gone_on(
    house: House, server: uvicorn.Server, page: Page
) -> None:
    story = HireStory()
    await house.bus.publish([story.hire])
    await house.quiet()
    await page.goto(f"{address(server)}/geschichten/{story.correlation_id}")
    await house.bus.publish([story.started, hired()])
    await expect(page.get_by_text("Ein neues Ereignis ist dazugekommen.")).to_be_visible()


async def parking(house: House) -> Message:
    """Two hires that the dashboard cannot handle, and an event that waits behind the first."""
    foreign = [replace(hired(), tenant="09999999") for _ in range(2)]
    await house.bus.publish([*foreign, replace(hired(), key=foreign[0].key)])
    await house.quiet()
    return foreign[0]


async def test_a_parked_message_is_seen_tried_and_discarded_over_real_http(
    house: House, server: uvicorn.Server, page: Page
) -> None:
    patient = Network(read_seconds=30)
    house.app.state.mounted["dashboard"].state.network = patient
    house.settings.service_url = address(server).removesuffix("/dashboard")
    await parking(house)
    await page.goto(f"{address(server)}/ueberblick")
    await page.get_by_role("link", name="Ansehen und entscheiden").click()
    await page.get_by_role("link", name="Ansehen: Einstellung gemeldet").click()
    await page.get_by_text("Inhalt von").first.click()
    await expect(page.locator("pre").first).to_contain_text('"funding": "land"')
    await page.get_by_label("Alle 2 Nachrichten").check()
    await page.get_by_role("button", name="Erneut versuchen").click()
    await expect(page.get_by_text("2 Nachrichten werden jetzt erneut versucht")).to_be_visible()
    await page.goto(f"{address(server)}/angehalten")
    await page.get_by_role("link", name="Ansehen: Einstellung gemeldet").click()
    await page.locator("[name=positions]").first.check()
    await page.get_by_role("button", name="Verwerfen").click()
    await page.get_by_label("Grund").fill("Fremde Kommune")
    await page.get_by_role("button", name="Endgültig verwerfen").click()
    await expect(page.get_by_text("Eine Nachricht ist verworfen")).to_be_visible()
    await expect(page.get_by_role("row")).to_have_count(3)
    await page.goto(f"{address(server)}/angehalten")
    await expect(page.get_by_text("1 fehlgeschlagen")).to_be_visible()
    await expect(page.get_by_text("dahinter wartet nichts")).to_be_visible()
